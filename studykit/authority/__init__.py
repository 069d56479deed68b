"""The only room that looks into the installed botocore and cfn-lint; it reads their files and runs none of it."""
