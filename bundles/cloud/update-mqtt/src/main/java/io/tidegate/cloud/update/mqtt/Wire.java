package io.tidegate.cloud.update.mqtt;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * One connection, from its beginning to its end: nothing is buffered and nothing reconnects.
 * Blocks; one thread.
 */
final class Wire implements AutoCloseable {
  private static final int QOS = 1;
  private static final int RECEIVE_MAXIMUM = 8;
  private static final long LARGEST_PACKET = Words.LONGEST + 1_024L;
  private static final long GOODBYE_MS = 300;
  private static final int TIMEOUT = 32_000; // Paho's own number for it
  private static final int BAD_USER = 134;
  private static final int NOT_AUTHORIZED = 135;

  private final MqttSettings settings;
  private final MqttAsyncClient client;

  private Wire(MqttSettings settings, MqttAsyncClient client) {
    this.settings = settings;
    this.client = client;
  }

  /** It could not be had, or broke. The message is for the operator. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean refused;

    /**
     * @param refused because of who we are, or of a file of ours
     */
    BrokenException(String sentence, boolean refused, Throwable cause) {
      super(sentence, cause);
      this.refused = refused;
    }

    boolean refused() {
      return refused;
    }
  }

  /** Connects and subscribes. Messages are acknowledged by {@link #done} alone. */
  static Wire open(MqttSettings settings, Supplier<Optional<KeyRing>> keys, MqttCallback ear)
      throws BrokenException {
    MqttConnectionOptions options = options(settings, keys);
    MqttAsyncClient client = null;
    try {
      client =
          new MqttAsyncClient(
              settings.broker(),
              "tidegate-" + settings.gateway() + "-updates",
              new MemoryPersistence());
      client.setManualAcks(true);
      client.setCallback(ear);
      Wire wire = new Wire(settings, client);
      wire.await(client.connect(options), settings.pace().connect().toMillis());
      String root = settings.root();
      wire.await(
          client.subscribe(
              new String[] {root + "/order", root + "/approve", root + "/cancel"},
              new int[] {QOS, QOS, QOS}),
          settings.pace().answer().toMillis());
      return wire;
    } catch (MqttException | RuntimeException e) {
      if (client != null) {
        end(client);
      }
      throw broken(settings, e);
    }
  }

  private static BrokenException broken(MqttSettings settings, Exception e) {
    int reason = e instanceof MqttException known ? known.getReasonCode() : 0;
    String host = settings.broker();
    if (reason == BAD_USER || reason == NOT_AUTHORIZED) {
      String sentence = host + " does not accept who we are (" + reason + ")";
      return new BrokenException(sentence, true, e);
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new BrokenException("No connection to " + host + ": " + cause.getMessage(), false, e);
  }

  private static MqttConnectionOptions options(
      MqttSettings settings, Supplier<Optional<KeyRing>> keys) throws BrokenException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(false);
    options.setSessionExpiryInterval(settings.session().toSeconds());
    options.setReceiveMaximum(RECEIVE_MAXIMUM);
    options.setMaximumPacketSize(LARGEST_PACKET);
    options.setTopicAliasMaximum(0);
    options.setKeepAliveInterval((int) settings.pace().keepAlive().toSeconds());
    options.setConnectionTimeout((int) Math.max(1, settings.pace().connect().toSeconds()));
    if (settings.password().isPresent()) {
      String line = firstLine(settings.password().get());
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new BrokenException(
            "field password.file: "
                + settings.password().get().getFileName()
                + " has no line user:password",
            true,
            null);
      }
      options.setUserName(line.substring(0, colon));
      options.setPassword(line.substring(colon + 1).getBytes(StandardCharsets.UTF_8));
    }
    if (settings.secure()) {
      options.setSocketFactory(tls(settings, keys));
      options.setHttpsHostnameVerificationEnabled(true);
    }
    return options;
  }

  private static String firstLine(Path file) throws BrokenException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.isEmpty() ? "" : lines.get(0).strip();
    } catch (IOException e) {
      throw new BrokenException(
          "field password.file: " + file.getFileName() + " cannot be read", true, e);
    }
  }

  private static SSLSocketFactory tls(MqttSettings settings, Supplier<Optional<KeyRing>> keys)
      throws BrokenException {
    boolean plain = settings.tls().keys().isEmpty() && settings.tls().trusted().isEmpty();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      if (plain) {
        context.init(null, null, null);
        return context.getSocketFactory();
      }
      KeyRing ring =
          keys.get()
              .orElseThrow(
                  () -> new BrokenException("The key store is not there yet", false, null));
      TlsMaterial material = ring.read(settings.tls());
      KeyManager[] own =
          settings.tls().keys().isEmpty() ? null : new KeyManager[] {material.keys()};
      context.init(own, trust(settings, material), null);
      return context.getSocketFactory();
    } catch (KeyRingException e) {
      throw new BrokenException(e.getMessage(), true, e);
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokenException("TLS cannot be set up: " + e.getMessage(), true, e);
    }
  }

  private static TrustManager[] trust(MqttSettings settings, TlsMaterial material)
      throws GeneralSecurityException, IOException {
    if (settings.tls().trusted().isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate authority : material.trusted()) {
      store.setCertificateEntry("a" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** Publishes and waits until the broker has it. */
  void publish(String topic, byte[] payload) throws BrokenException {
    MqttMessage message = new MqttMessage(payload);
    message.setQos(QOS);
    message.setRetained(true);
    try {
      await(client.publish(topic, message), settings.pace().answer().toMillis());
    } catch (MqttException e) {
      throw broken(settings, e);
    }
  }

  /** A message has been dealt with: the broker may forget it. */
  void done(MqttMessage message) throws BrokenException {
    try {
      client.messageArrivedComplete(message.getId(), message.getQos());
    } catch (MqttException e) {
      throw broken(settings, e);
    }
  }

  boolean alive() {
    return client.isConnected();
  }

  private void await(IMqttToken token, long millis) throws MqttException {
    token.waitForCompletion(millis);
    if (!token.isComplete()) {
      throw new MqttException(TIMEOUT, new IOException("no acknowledgement in time"));
    }
  }

  private static void end(MqttAsyncClient client) {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, GOODBYE_MS, true);
      }
    } catch (MqttException | RuntimeException e) {
      // it is closed all the same
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      // there is nothing left that could be done about it
    }
  }

  @Override
  public void close() {
    end(client);
  }
}
