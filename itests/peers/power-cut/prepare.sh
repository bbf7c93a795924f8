#!/bin/sh
# Unpacks Debian's kernel (it is not installed) and makes the guest's first root of it, static busybox and `init`, both
# into boot/ beside this file. Does nothing when they are there. Needs apt-get, dpkg-deb, kmod, cpio; no root.
set -eu

here=$(CDPATH= cd "$(dirname "$0")" && pwd -P)
boot=$here/boot
if [ -f "$boot/vmlinuz" ] && [ -f "$boot/initrd.img" ] && [ "$boot/initrd.img" -nt "$here/init" ]; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # apt-get downloads as a user of its own
cd "$work"

version=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: linux-image-//p' | head -n 1)
if [ -z "$version" ]; then
  echo "prepare.sh: apt knows of no linux-image-amd64; run apt-get update first" >&2
  exit 1
fi
apt-get -q -o APT::Sandbox::User=root download "linux-image-$version"
dpkg-deb -x linux-image-*.deb kernel
/sbin/depmod -b kernel "$version"

mkdir -p first/bin first/proc first/sys first/dev first/host first/over first/root first/modules
cp /bin/busybox first/bin/busybox
cp "$here/init" first/init
chmod 755 first/init
# In the order in which they are loaded.
for module in virtio_pci virtio_blk 9pnet_virtio 9p overlay ext4; do
  /sbin/modprobe -d kernel -S "$version" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
  cp "$file" first/modules/
  basename "$file"
done >first/modules/order
for file in first/modules/*.xz; do
  [ ! -e "$file" ] || unxz "$file"
done
sed -i 's/\.xz$//' first/modules/order

mkdir -p "$boot"
cp "kernel/boot/vmlinuz-$version" "$boot/vmlinuz"
(cd first && find . | cpio --quiet -o -H newc -R 0:0 | gzip -1) >"$boot/initrd.new"
mv "$boot/initrd.new" "$boot/initrd.img"
