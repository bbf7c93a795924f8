package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A TCP client that speaks HTTP and WebSocket byte by byte, and so can do everything wrong. */
class Attacker implements AutoCloseable {
  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int CLOSE = 0x88;
  static final int PING = 0x89;
  static final int CLOSE_OPCODE = 8;

  private static final int PATIENCE_MS = 40_000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** A frame as received. */
  record Frame(int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int code() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }
  }

  /** Speaks over a socket that is connected, or will be with the first byte. */
  Attacker(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /**
   * @param source loopback address that it comes from
   * @param window receive buffer, bytes; 0: the system's
   */
  Attacker(int port, String source, int window) throws IOException {
    this(connected(port, source, window));
  }

  Attacker(int port) throws IOException {
    this(port, "127.0.0.1", 0);
  }

  static Socket connected(int port, String source, int window) throws IOException {
    Socket socket = new Socket();
    if (window > 0) {
      socket.setReceiveBufferSize(window);
    }
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), PATIENCE_MS);
    return socket;
  }

  /** A correct opening handshake without its last, empty line's headers. */
  static String request(String target, String... headers) {
    StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: test\r\n");
    text.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    text.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** Head of the answer to raw text; as much of it as came before the end. */
  String exchange(String request) throws IOException {
    try {
      write(request.getBytes(StandardCharsets.ISO_8859_1));
      return head();
    } catch (SocketException e) {
      return "";
    }
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.append((char) b);
    }
    return head.toString();
  }

  /** Status of the answer; 0 when the socket was just closed. */
  int status(String request) throws IOException {
    String head = exchange(request);
    return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
  }

  final void write(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** A masked frame with that first byte. */
  final void frame(int first, byte... payload) throws IOException {
    write(masked(first, payload));
  }

  static byte[] masked(int first, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.writeBytes(header(first, payload.length));
    byte[] mask = {1, 2, 3, 4};
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i & 3]);
    }
    return frame.toByteArray();
  }

  /** Header with the mask bit, without the mask. */
  static byte[] header(int first, long length) {
    ByteBuffer head = ByteBuffer.allocate(10).put((byte) first);
    if (length >= 0 && length < 126) {
      head.put((byte) (0x80 | length));
    } else if (length >= 0 && length < 65536) {
      head.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      head.put((byte) (0x80 | 127)).putLong(length);
    }
    return java.util.Arrays.copyOf(head.array(), head.position());
  }

  final Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte();
    assertThat(length).as("server frames are unmasked").isLessThan(128);
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    return new Frame(opcode, in.readNBytes(length));
  }

  /** Whatever comes until the close frame, then the end of the socket; the code. */
  final int closeCode() throws IOException {
    Frame frame = read();
    while (frame.opcode() != CLOSE_OPCODE) {
      frame = read();
    }
    awaitEnd();
    return frame.code();
  }

  /** Until the peer has hung up. */
  final void awaitEnd() throws IOException {
    try {
      while (in.read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (EOFException | SocketException e) {
      assertThat(e).as("a reset is an end too").isInstanceOf(IOException.class);
    }
  }

  /** All that comes until the peer has hung up. */
  final byte[] rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        rest.write(b);
      }
    } catch (EOFException | SocketException e) {
      assertThat(e).as("a reset is an end too").isInstanceOf(IOException.class);
    }
    return rest.toByteArray();
  }

  final Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
