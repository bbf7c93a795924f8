package io.tidegate.charging.ocpp.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.tidegate.charging.ocpp.transport.TransportConfig.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the listening socket where the configuration wants it. What cannot be bound is tried again
 * at the next call; on another port the old socket goes on until the new one is there. {@link
 * #reconcile} on one worker at a time, getters on any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int BACKLOG = 4096;
  private static final int READ_BYTES = 16 * 1024;
  private static final long BIND_MS = 2000;

  private final Loops loops;
  private final ChannelInitializer<Channel> doors;
  private volatile Bound bound;
  private volatile String problem = "not yet listening";

  Listener(Loops loops, ChannelInitializer<Channel> doors) {
    this.loops = loops;
    this.doors = doors;
  }

  private record Bound(Channel channel, String host, int port, String url) {
    boolean at(Address address) {
      return channel.isOpen() && host.equals(address.host()) && port == address.port();
    }
  }

  /** Binds, or binds elsewhere, when that is what the configuration says and safety allows. */
  void reconcile(TransportConfig config, Secrets secrets) throws InterruptedException {
    Address wanted = config.address();
    try {
      InetAddress address = InetAddress.getByName(wanted.host());
      problem = obstacle(config, secrets, address);
      Bound old = bound;
      String scheme = config.tls().isPresent() ? "wss" : "ws";
      if (!problem.isEmpty()) {
        if (old != null && !old.at(wanted)) {
          return; // the last good one stays
        }
        if (old != null) {
          release(old);
          bound = null;
        }
        return;
      }
      if (old != null && old.at(wanted)) {
        bound = new Bound(old.channel, old.host, old.port, url(scheme, old.channel, wanted));
        return;
      }
      if (old != null && old.port == wanted.port()) {
        release(old);
        bound = null;
      }
      bind(wanted, address, scheme);
      if (old != null && problem.isEmpty()) {
        release(old);
      }
    } catch (UnknownHostException e) {
      problem = OcppTransport.field("host") + wanted.host() + " is no address of this machine";
    }
  }

  private static String obstacle(TransportConfig config, Secrets secrets, InetAddress address) {
    if (config.tls().isPresent() && secrets.tls().isEmpty()) {
      return secrets.problem();
    }
    boolean guarded =
        config.tls().isPresent()
            || (config.security().minimumProfile() >= 1 && !secrets.credentials().isEmpty());
    if (!address.isLoopbackAddress() && !guarded) {
      return OcppTransport.field("host")
          + config.address().host()
          + " is no loopback address: set tls.keystore, or security.minimum=1 and passwords in "
          + config.security().credentials().getFileName()
          + ", before stations may connect from outside";
    }
    return "";
  }

  private void bind(Address wanted, InetAddress address, String scheme)
      throws InterruptedException {
    ChannelFuture binding =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.server())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, loops.memory())
            .childOption(
                ChannelOption.RCVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(256, 2048, READ_BYTES))
            .childHandler(doors)
            .bind(new InetSocketAddress(address, wanted.port()));
    if (!binding.await(BIND_MS, TimeUnit.MILLISECONDS) || !binding.isSuccess()) {
      binding.channel().close();
      String cause = binding.cause() == null ? "no answer" : binding.cause().getMessage();
      problem = refusal(wanted, cause);
      LOG.error("{}", problem);
      return;
    }
    String url = url(scheme, binding.channel(), wanted);
    bound = new Bound(binding.channel(), wanted.host(), wanted.port(), url);
    LOG.info("listening on {}", url);
  }

  private static String refusal(Address wanted, String cause) {
    if (cause.contains("assign requested address")) {
      return OcppTransport.field("host") + wanted.host() + " is no address of this machine";
    }
    if (cause.contains("in use")) {
      return OcppTransport.field("port") + wanted.port() + " is in use on " + wanted.host();
    }
    return OcppTransport.field("port") + wanted.port() + " cannot be bound: " + cause;
  }

  private static String url(String scheme, Channel channel, Address wanted) {
    InetSocketAddress local = (InetSocketAddress) channel.localAddress();
    String host = wanted.host().indexOf(':') >= 0 ? '[' + wanted.host() + ']' : wanted.host();
    return scheme + "://" + host + ':' + local.getPort() + wanted.path();
  }

  private static void release(Bound old) throws InterruptedException {
    old.channel.close().await(BIND_MS, TimeUnit.MILLISECONDS);
  }

  /** Accepts no more. */
  void close() {
    Bound last = bound;
    bound = null;
    if (last != null) {
      last.channel.close();
    }
  }

  /** URL that stations use, without their identity; empty while nothing is bound. */
  String listening() {
    Bound now = bound;
    return now == null ? "" : now.url;
  }

  /** A sentence naming file and field; empty when it listens as configured. */
  String problem() {
    return problem;
  }
}
