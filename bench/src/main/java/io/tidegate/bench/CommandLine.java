package io.tidegate.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept connection of a grid controller: a request leaves as one packet, without a thread in
 * between. The JDK's client sends head and body apart and hands over between threads: that weighed
 * as much as the gateway. One thread.
 */
final class CommandLine implements AutoCloseable {
  private static final int TIMEOUT_MS = 6_000;
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private final String token;

  CommandLine(URI rest, String token) throws IOException {
    this.token = token;
    host = rest.getHost() + ":" + rest.getPort();
    socket = new Socket(rest.getHost(), rest.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Posts JSON and returns the status line with the body. */
  String post(String path, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    return answer();
  }

  private String answer() throws IOException {
    String status = line();
    int length = 0;
    String field = line();
    while (!field.isEmpty()) {
      if (field.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(field.substring(LENGTH.length()).strip());
      }
      field = line();
    }
    return status + " " + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int read = in.read();
    while (read != '\n') {
      if (read < 0) {
        throw new EOFException("the gateway closed the connection");
      }
      line.append((char) read);
      read = in.read();
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
