package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.websocket.deflate.Deflation;
import io.tidegate.codec.websocket.deflate.DeflationException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket client that can do everything wrong. */
final class RawClient implements AutoCloseable {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private int compressed;

  /** A frame as received; the code of a close frame, −1 otherwise. */
  record Frame(int opcode, String text, int code) {}

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  static String request(String target, String... headers) {
    StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: test\r\n");
    text.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    text.append("Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** Sends raw text and returns the head of the response. */
  String exchange(String request) throws IOException {
    write(request.getBytes(StandardCharsets.ISO_8859_1));
    return head();
  }

  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Status code of the response to such a request; 0 when the socket was just closed. */
  int status(String request) throws IOException {
    String head;
    try {
      head = exchange(request);
    } catch (SocketException e) {
      return 0;
    }
    return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
  }

  void upgrade(String target, String subprotocol, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Sec-WebSocket-Protocol: " + subprotocol;
    String head = exchange(request(target, all));
    assertThat(head).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  void write(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void text(String text) throws IOException {
    frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A masked frame with that first byte. */
  void frame(int first, byte... payload) throws IOException {
    write(masked(first, payload));
  }

  static byte[] masked(int first, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(header(first, payload.length));
    byte[] mask = {1, 2, 3, 4};
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i % 4]);
    }
    return frame.toByteArray();
  }

  /** Header with the mask bit, without the mask. */
  static byte[] header(int first, long length) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(first);
    if (length >= 0 && length < 126) {
      head.write((int) (0x80 | length));
    } else if (length >= 0 && length < 65536) {
      head.write(0x80 | 126);
      head.write((int) (length >> 8));
      head.write((int) length);
    } else {
      head.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        head.write((int) (length >> shift));
      }
    }
    return head.toByteArray();
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int opcode = first & 0x0F;
    int length = in.readUnsignedByte();
    assertThat(length).as("server frames are unmasked").isLessThan(128);
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] payload = in.readNBytes(length);
    if ((first & 0x40) != 0) {
      compressed++;
      payload = inflated(payload);
    }
    if (opcode == 8 && length >= 2) {
      int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
      return new Frame(8, new String(payload, 2, length - 2, StandardCharsets.UTF_8), code);
    }
    return new Frame(opcode, new String(payload, StandardCharsets.UTF_8), -1);
  }

  private static byte[] inflated(byte[] payload) throws IOException {
    try (Deflation deflation = new Deflation()) {
      return deflation.inflate(payload, 1 << 24);
    } catch (DeflationException e) {
      throw new IOException(e);
    }
  }

  /** Frames so far that came compressed. */
  int compressed() {
    return compressed;
  }

  /** Text of the next message. */
  String message() throws IOException {
    Frame frame = read();
    assertThat(frame.opcode()).as("text frame, got %s", frame).isEqualTo(1);
    return frame.text();
  }

  /** The close code that comes next, after which the socket ends. */
  int closeCode() throws IOException {
    Frame frame = read();
    while (frame.opcode() != 8) {
      frame = read();
    }
    awaitEnd();
    return frame.code();
  }

  /** Reads until the peer has closed. */
  void awaitEnd() throws IOException {
    try {
      while (in.read() >= 0) {
        // whatever still comes
      }
    } catch (EOFException | SocketException e) {
      // closed as well
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
