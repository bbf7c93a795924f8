package io.tidegate.charging.slac;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The few calls of the C library that raw Ethernet needs, for Linux. Buffers are Java arrays:
 * nothing native outlives a call. Thread-safe.
 */
final class Libc implements AutoCloseable {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  private static final String TEMPORARY = "jna.tmpdir";

  private final NativeLibrary library;
  private final Function socket;
  private final Function bind;
  private final Function send;
  private final Function recv;
  private final Function ioctl;
  private final Function poll;
  private final Function eventfd;
  private final Function read;
  private final Function write;
  private final Function close;

  /**
   * @param temporary where JNA unpacks its native part
   */
  Libc(Path temporary) throws IOException {
    try {
      Files.createDirectories(temporary);
      if (System.getProperty(TEMPORARY) == null) {
        System.setProperty(TEMPORARY, temporary.toString());
      }
      // the class loader makes it an instance of its own: closing it closes nobody else's
      library = NativeLibrary.getInstance("c", Libc.class.getClassLoader());
      socket = library.getFunction("socket");
      bind = library.getFunction("bind");
      send = library.getFunction("send");
      recv = library.getFunction("recv");
      ioctl = library.getFunction("ioctl");
      poll = library.getFunction("poll");
      eventfd = library.getFunction("eventfd");
      read = library.getFunction("read");
      write = library.getFunction("write");
      close = library.getFunction("close");
    } catch (LinkageError e) {
      throw new IOException("Raw Ethernet needs Linux and JNA: " + e.getMessage(), e);
    }
  }

  static int errno() {
    return Native.getLastError();
  }

  int socket(int domain, int type, int protocol) {
    return socket.invokeInt(new Object[] {domain, type, protocol});
  }

  int bind(int descriptor, byte[] address) {
    return bind.invokeInt(new Object[] {descriptor, address, address.length});
  }

  int send(int descriptor, byte[] data, int flags) {
    return send.invokeInt(new Object[] {descriptor, data, (long) data.length, flags});
  }

  int recv(int descriptor, byte[] data, int flags) {
    return recv.invokeInt(new Object[] {descriptor, data, (long) data.length, flags});
  }

  int ioctl(int descriptor, long request, byte[] data) {
    return ioctl.invokeInt(new Object[] {descriptor, request, data});
  }

  int poll(byte[] descriptors, int count, int timeoutMs) {
    return poll.invokeInt(new Object[] {descriptors, (long) count, timeoutMs});
  }

  int eventfd(int flags) {
    return eventfd.invokeInt(new Object[] {0, flags});
  }

  int read(int descriptor, byte[] data) {
    return read.invokeInt(new Object[] {descriptor, data, (long) data.length});
  }

  int write(int descriptor, byte[] data) {
    return write.invokeInt(new Object[] {descriptor, data, (long) data.length});
  }

  void close(int descriptor) {
    close.invokeInt(new Object[] {descriptor});
  }

  @Override
  public void close() {
    library.close();
  }
}
