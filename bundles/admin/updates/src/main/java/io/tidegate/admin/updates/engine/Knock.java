package io.tidegate.admin.updates.engine;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks this gateway's own HTTP server for a path and reads no more than the status. Whatever
 * certificate it has is taken: it is this process. It is told the token over loopback alone.
 */
final class Knock {
  private static final Pattern LOOPBACK =
      Pattern.compile("https?://(127(\\.\\d{1,3}){3}|localhost|\\[::1])[:/]");

  private final Aside aside;
  private final int mostMs;

  Knock(Duration most) {
    aside = new Aside(most);
    mostMs = (int) most.toMillis();
  }

  /**
   * The status of the answer; 0 when there was none.
   *
   * @param endpoints where the server listens: one address, or several
   * @param token sent along; none when empty
   */
  int at(Object endpoints, String path, String token) throws InterruptedException {
    String base = base(endpoints);
    if (base.isEmpty() || (!token.isEmpty() && !loopback(base))) {
      return 0;
    }
    return aside.ask(() -> status(base, path, token)).orElse(0);
  }

  /** Whether it is asked over loopback. */
  static boolean local(Object endpoints) {
    return loopback(base(endpoints));
  }

  private static String base(Object endpoints) {
    List<String> all =
        endpoints instanceof String[] several
            ? List.of(several)
            : endpoints instanceof String one ? List.of(one) : List.of();
    return all.stream()
        .filter(each -> each.startsWith("http"))
        .min((a, b) -> Boolean.compare(!loopback(a), !loopback(b)))
        .orElse("");
  }

  private static boolean loopback(String endpoint) {
    return LOOPBACK.matcher(endpoint).lookingAt();
  }

  private int status(String base, String path, String token)
      throws IOException, GeneralSecurityException {
    URL url = URI.create(base.replaceFirst("/$", "") + path).toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    try {
      if (connection instanceof HttpsURLConnection secure) {
        SSLContext own = SSLContext.getInstance("TLS");
        own.init(null, new TrustManager[] {new Anybody()}, null);
        secure.setSSLSocketFactory(own.getSocketFactory());
        secure.setHostnameVerifier((host, session) -> true);
      }
      connection.setConnectTimeout(mostMs);
      connection.setReadTimeout(mostMs);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Connection", "close");
      if (!token.isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // it is never a server
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      // it is never a server
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // it is never a server
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // it is ourselves
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // it is ourselves
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // it is ourselves
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
