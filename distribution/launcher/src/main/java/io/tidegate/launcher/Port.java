package io.tidegate.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Whether somebody listens. */
final class Port {
  private static final int PATIENCE_MS = 500;

  private Port() {}

  /**
   * @param url with host and port
   */
  static boolean answers(String url) {
    URI uri = URI.create(url);
    try (Socket socket = new Socket()) {
      InetAddress address = InetAddress.getByName(uri.getHost());
      if (address.isAnyLocalAddress()) {
        address = InetAddress.getLoopbackAddress();
      }
      socket.connect(new InetSocketAddress(address, uri.getPort()), PATIENCE_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
