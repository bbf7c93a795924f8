package io.tidegate.itests.peers.powercut;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** The other side of the protocol, as far as the server's test needs it. */
final class NbdClient implements AutoCloseable {
  private static final int STRUCTURED_REPLY = 8;
  private static final int GO = 7;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private long handle;

  /** What the server says of its disk. */
  record Export(long size, int flags) {}

  NbdClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** Asks for structured replies in vain, as QEMU does, then for the disk. */
  Export go() throws IOException {
    expect("NBDMAGIC");
    expect("IHAVEOPT");
    int server = in.readUnsignedShort();
    out.writeInt(server);
    option(STRUCTURED_REPLY, new byte[0]);
    if (reply() != 0x80000001) {
      throw new IOException("structured replies are not there");
    }
    option(GO, new byte[] {0, 0, 0, 0, 0, 0});
    if (reply() != 3) {
      throw new IOException("no NBD_REP_INFO");
    }
    if (in.readUnsignedShort() != 0) {
      throw new IOException("no NBD_INFO_EXPORT");
    }
    Export export = new Export(in.readLong(), in.readUnsignedShort());
    if (reply() != 1) {
      throw new IOException("no NBD_REP_ACK");
    }
    return export;
  }

  private void expect(String magic) throws IOException {
    String found = new String(in.readNBytes(magic.length()), StandardCharsets.US_ASCII);
    if (!found.equals(magic)) {
      throw new IOException("not " + magic + " but " + found);
    }
  }

  private void option(int option, byte[] data) throws IOException {
    out.writeBytes("IHAVEOPT");
    out.writeInt(option);
    out.writeInt(data.length);
    out.write(data);
  }

  /** The kind of the reply; its data follows. */
  private int reply() throws IOException {
    if (in.readLong() != 0x3e889045565a9L) {
      throw new IOException("no option reply");
    }
    in.readInt();
    int kind = in.readInt();
    in.readInt();
    return kind;
  }

  void send(int flags, int type, long offset, int length, byte[] data) throws IOException {
    out.writeInt(0x25609513);
    out.writeShort(flags);
    out.writeShort(type);
    out.writeLong(++handle);
    out.writeLong(offset);
    out.writeInt(length);
    out.write(data);
  }

  /** The error number of the answer to what was sent last. */
  int error() throws IOException {
    if (in.readInt() != 0x67446698) {
      throw new IOException("no reply");
    }
    int error = in.readInt();
    if (in.readLong() != handle) {
      throw new IOException("another one's reply");
    }
    return error;
  }

  void write(long offset, byte[] data, boolean through) throws IOException {
    send(through ? 1 : 0, 1, offset, data.length, data);
    check();
  }

  byte[] read(long offset, int length) throws IOException {
    send(0, 0, offset, length, new byte[0]);
    check();
    return in.readNBytes(length);
  }

  void flush() throws IOException {
    send(0, 3, 0, 0, new byte[0]);
    check();
  }

  private void check() throws IOException {
    int error = error();
    if (error != 0) {
      throw new IOException("error " + error);
    }
  }

  /** Says goodbye as the protocol wants it. */
  void leave() throws IOException {
    send(0, 2, 0, 0, new byte[0]);
    close();
  }

  /** Waits for an answer that does not come. */
  boolean silent(int milliseconds) throws IOException {
    socket.setSoTimeout(milliseconds);
    try {
      in.read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
