package io.tidegate.itests.host;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.watchdog.CriticalComponent;
import org.eclipse.kura.watchdog.WatchdogService;

/** Doubles of the smaller services of Kura. */
final class Doubles {
  private Doubles() {}

  /** Encrypts in a way that is enough to tell secrets from what is kept. */
  static final class Crypto implements CryptoService {
    private static final String MARK = "kept:";

    @Override
    public char[] encryptAes(char[] value) {
      byte[] bytes =
          new StringBuilder(new String(value))
              .reverse()
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      return (MARK + Base64.getEncoder().encodeToString(bytes)).toCharArray();
    }

    @Override
    public char[] decryptAes(char[] encryptedValue) throws KuraException {
      String text = new String(encryptedValue);
      if (!text.startsWith(MARK)) {
        throw new KuraException("cannot decrypt " + text);
      }
      byte[] bytes = Base64.getDecoder().decode(text.substring(MARK.length()));
      return new StringBuilder(new String(bytes, StandardCharsets.UTF_8))
          .reverse()
          .toString()
          .toCharArray();
    }
  }

  /** Counts check-ins. */
  static final class Watchdog implements WatchdogService {
    final List<CriticalComponent> registered = new CopyOnWriteArrayList<>();
    final AtomicLong checkIns = new AtomicLong();

    @Override
    public void registerCriticalComponent(CriticalComponent component) {
      registered.add(component);
    }

    @Override
    public void unregisterCriticalComponent(CriticalComponent component) {
      registered.removeIf(known -> known == component);
    }

    @Override
    public void checkin(CriticalComponent component) {
      if (registered.stream().anyMatch(known -> known == component)) {
        checkIns.incrementAndGet();
      }
    }
  }

  /** A cloud connection's handlers. */
  static final class Registry implements RequestHandlerRegistry {
    final Map<String, RequestHandler> handlers = new ConcurrentHashMap<>();

    @Override
    public void registerRequestHandler(String id, RequestHandler handler) throws KuraException {
      if (handlers.putIfAbsent(id, handler) != null) {
        throw new KuraException(id + " is there already");
      }
    }

    @Override
    public void unregister(String id) {
      handlers.remove(id);
    }
  }

  /** A store that may be full. */
  static final class Publisher implements CloudPublisher {
    final List<KuraMessage> published = new CopyOnWriteArrayList<>();
    volatile boolean full;

    @Override
    public String publish(KuraMessage message) throws KuraException {
      if (full) {
        throw new KuraException("the store is full");
      }
      published.add(message);
      return "1";
    }
  }
}
