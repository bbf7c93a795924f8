package io.tidegate.hardware.charger.board;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A board over TCP. */
final class TcpWire implements Wire {
  private static final int CONNECT_MS = 1_000;

  private final Socket socket = new Socket();

  TcpWire(String host, int port) throws IOException {
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(WAIT_MS);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public int read(byte[] into) throws IOException {
    try {
      int count = socket.getInputStream().read(into);
      if (count < 0) {
        throw new IOException("the board has closed the connection");
      }
      return count;
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
