#!/bin/sh
# fetch-nginx.sh FOLDER: puts Debian's nginx below FOLDER, unless it is there. Unpacked, not installed: installing it
# would start the system's own web server.
set -eu
folder=$1
if [ -x "$folder/usr/sbin/nginx" ]; then exit 0; fi
mkdir -p "$folder"
cd "$folder"
apt-get download -qq nginx
dpkg-deb --extract nginx_*.deb .
rm nginx_*.deb
