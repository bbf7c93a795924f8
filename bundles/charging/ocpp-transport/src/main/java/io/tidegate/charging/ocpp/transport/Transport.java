package io.tidegate.charging.ocpp.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tidegate.api.connection.Relay;
import io.tidegate.api.control.SetpointTrace;
import io.tidegate.api.site.SiteModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server: I/O threads, workers, listener, connections, and the rack of dialects. Starting and
 * reconfiguring happen on a worker; all methods may be called from any thread but an I/O thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Transport {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
  private static final int GOING_AWAY = 1001;
  private static final int MOST_WORK = 8192;
  private static final long RETRY_MS = 2000;
  private static final long UNBIND_MS = 1500;
  private static final long STOP_MS = 800;

  private final Supplier<TransportConfig> config;
  private final Supplier<Optional<SiteModel>> site;
  private final Registry registry = new Registry();
  private final DialectRack rack = new DialectRack();
  private final List<SetpointTrace> traces = new CopyOnWriteArrayList<>();
  private final Secrets secrets = new Secrets();
  private final Alarms alarms = new Alarms();
  private final Relays relays = new Relays();
  private final ProfileMemory profiles = new ProfileMemory();
  private final HandshakeGate gate;
  private final Offices offices;
  private final ThreadPoolExecutor workers;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile Engine engine;
  private volatile boolean stopping;

  Transport(
      Supplier<TransportConfig> config, Supplier<Optional<SiteModel>> site, InstantSource clock) {
    this.config = config;
    this.site = site;
    this.offices = new Offices(clock);
    this.gate =
        new HandshakeGate(
            () -> config.get().tls().map(TransportConfig.TlsPlan::handshakes).orElse(1));
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WORK),
            new DefaultThreadFactory("tidegate-ocpp-work", true));
    workers.allowCoreThreadTimeOut(true);
  }

  /** What runs once it is started. */
  private record Engine(Loops loops, Listener listener) {}

  void start() {
    workers.execute(this::boot);
  }

  private synchronized void boot() {
    if (stopping) {
      return;
    }
    TransportConfig first = config.get();
    Loops loops = Loops.start(first.ioThreads(), first.nativeIo());
    Lanes lanes = new Lanes(loops.group());
    lanes.start();
    Shared shared =
        new Shared(
            config, rack, new PowerGuard(offices, site), traces, lanes, registry, alarms, relays);
    Admission admission = new Admission(config, site, secrets, profiles, alarms, workers);
    engine = new Engine(loops, new Listener(loops, doors(shared, admission)));
    loops
        .group()
        .next()
        .scheduleWithFixedDelay(this::reconfigure, 0, RETRY_MS, TimeUnit.MILLISECONDS);
  }

  private ChannelInitializer<Channel> doors(Shared shared, Admission admission) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        TransportConfig now = config.get();
        if (!registry.admitSocket(now.limits().connections())) {
          channel.close();
          return;
        }
        channel.closeFuture().addListener(closed -> registry.socketGone());
        int high = now.limits().writeQueueBytes();
        channel
            .config()
            .setOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high));
        if (now.tls().isPresent()) {
          Optional<SslContext> tls = secrets.tls();
          if (tls.isEmpty()) {
            channel.close();
            return;
          }
          SslHandler handler = tls.get().newHandler(channel.alloc(), workers);
          handler.setHandshakeTimeoutMillis(0); // the sweep sees to it
          TurnKeeper turn = new TurnKeeper(gate, shared.lanes());
          handler.handshakeFuture().addListener(done -> turn.done());
          channel.pipeline().addLast(TurnKeeper.NAME, turn).addLast(Doorway.TLS, handler);
        }
        channel
            .pipeline()
            .addLast(new FirstByte())
            .addLast(Doorway.HTTP, httpCodec())
            .addLast(new Doorway(shared, admission));
      }
    };
  }

  private static HttpServerCodec httpCodec() {
    return new HttpServerCodec(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(4096)
            .setMaxHeaderSize(16 * 1024)
            .setMaxChunkSize(1024)
            .setInitialBufferSize(128));
  }

  /** Brings files and listening socket to what the configuration says; soon, on a worker. */
  void reconfigure() {
    if (!ticking.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(this::reconcile);
    } catch (RejectedExecutionException e) {
      ticking.set(false);
      LOG.debug("too busy to look at the configuration now");
    }
  }

  private void reconcile() {
    ticking.set(false);
    try {
      synchronized (this) {
        if (!stopping && engine != null) {
          profiles.load();
          secrets.refresh(config.get());
          engine.listener.reconcile(config.get(), secrets);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("listening socket cannot be set up", e);
    }
  }

  /** Goodbye to all, then the threads; within 2 s. The sockets get a moment to take the goodbye. */
  void stop() throws InterruptedException {
    stopping = true;
    synchronized (this) {
      Engine running = engine;
      engine = null;
      if (running != null) {
        running.listener.close();
        for (Connection connection : registry.all()) {
          connection.close(GOING_AWAY, "gateway stops");
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MS / 2);
        while (registry.sockets() > 0 && System.nanoTime() < end) {
          wait(5);
        }
        if (!running.loops.stop(STOP_MS)) {
          LOG.error("I/O threads did not end in time");
        }
      }
    }
    workers.shutdownNow();
    if (!workers.awaitTermination(STOP_MS / 2, TimeUnit.MILLISECONDS)) {
      LOG.error("workers did not end in time");
    }
  }

  /** A dialect is there: connections that it is the best for are handed over to it. */
  void bind(DialectRack.Live dialect) {
    rack.bind(dialect);
    LOG.info("{} speaks {}", dialect.label(), dialect.subprotocol());
    for (Connection connection : registry.all()) {
      connection.later(connection::follow);
    }
  }

  /** A dialect goes: returns when no connection uses it any more, at most a second later. */
  void unbind(long serviceId) throws InterruptedException {
    Optional<DialectRack.Live> gone = rack.unbind(serviceId, System.nanoTime());
    if (gone.isEmpty()) {
      return;
    }
    LOG.info("{} no longer speaks {}", gone.get().label(), gone.get().subprotocol());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(UNBIND_MS);
    List<Connection> all = registry.all();
    CountDownLatch left = new CountDownLatch(all.size());
    for (Connection connection : all) {
      connection.later(() -> leave(connection, gone.get(), end, left));
    }
    if (engine != null && !left.await(UNBIND_MS + 200, TimeUnit.MILLISECONDS)) {
      LOG.error("{} connections did not leave {}", left.getCount(), gone.get().label());
    }
  }

  private static void leave(
      Connection connection, DialectRack.Live gone, long end, CountDownLatch left) {
    connection.follow();
    if (!connection.heldBy(gone)) {
      left.countDown();
    } else if (System.nanoTime() - end >= 0) {
      connection.followNow();
      left.countDown();
    } else {
      long moment = TimeUnit.MILLISECONDS.toNanos(2);
      connection.after(moment, () -> leave(connection, gone, end, left));
    }
  }

  /** A relay is there: it hears of the connections that are open. */
  void bind(Relay relay) {
    relays.bind(relay);
    for (Connection connection : registry.all()) {
      connection.later(connection::relayed);
    }
  }

  void unbind(Relay relay) {
    relays.unbind(relay);
  }

  /** Stations that a new site file no longer knows are sent away. */
  void siteChanged(SiteModel model) {
    if (!config.get().security().open()) {
      for (Connection connection : registry.all()) {
        if (model.station(connection.peer().station()).isEmpty()) {
          connection.close(1008, "unknown station");
        }
      }
    }
  }

  Offices offices() {
    return offices;
  }

  Secrets secrets() {
    return secrets;
  }

  Alarms alarms() {
    return alarms;
  }

  ProfileMemory profiles() {
    return profiles;
  }

  /** Passwords in force. */
  Credentials credentials() {
    return secrets.credentials();
  }

  List<SetpointTrace> traces() {
    return traces;
  }

  List<Connection> connections() {
    return registry.all();
  }

  /** What is wrong with the dialects; empty when nothing is. */
  String silence() {
    return rack.trouble();
  }

  /** URL that is listened on; empty while none is. */
  String listening() {
    Engine running = engine;
    return running == null ? "" : running.listener.listening();
  }

  /** What is wrong with files or socket, a sentence naming file and field; empty when nothing. */
  String problem() {
    Engine running = engine;
    String socket = running == null ? "not yet started" : running.listener.problem();
    return socket.isEmpty() ? secrets.problem() : socket;
  }
}
