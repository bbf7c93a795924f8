package io.tidegate.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
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

  /**
   * Whether a web server answers and knows the resource, be it good or bad news.
   *
   * @param url of a resource that needs no token
   */
  static boolean serves(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MS);
      connection.setReadTimeout(PATIENCE_MS);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_UNAVAILABLE;
    } catch (IOException e) {
      return false;
    }
  }
}
