package io.tidegate.charging.v2gtp.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where vehicles at one EVSE come in: a datagram socket for discovery and a listening socket, both
 * on the link-local address of its interface, and at most one line. Everything of it lives on one
 * event loop; {@link #reconcile} on one worker at a time, getters on any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final int BACKLOG = 16;
  private static final int DATAGRAM = 256;
  private static final int PORTION = 8 * 1024;
  private static final long BIND_MS = 2000;

  private final TransportConfig.DoorPlan plan;
  private final EventLoop loop;
  private final Shared shared;
  private final Function<EvseId, Optional<EvseUnit>> units;
  private volatile Optional<Place> place = Optional.empty();
  private volatile Channel listening;
  private volatile Channel discovering;
  private volatile String fault = "not yet listening";
  private volatile Line line;
  private final Crowd crowd = new Crowd();
  private final LogBudget budget;
  private final LogBudget datagrams;
  private int visitors;

  Door(
      TransportConfig.DoorPlan plan,
      EventLoop loop,
      Shared shared,
      Function<EvseId, Optional<EvseUnit>> units) {
    this.plan = plan;
    this.loop = loop;
    this.shared = shared;
    this.units = units;
    this.budget = new LogBudget(LOG, this + ": bad connections", System::nanoTime);
    this.datagrams = new LogBudget(LOG, this + ": datagrams", System::nanoTime);
  }

  /**
   * Where it listens.
   *
   * @param address with the interface as its scope; on loopback ::1
   */
  record Place(NetworkInterface iface, Inet6Address address, int port) {}

  TransportConfig.DoorPlan plan() {
    return plan;
  }

  /** Where lines go that strangers can cause. Thread-safe. */
  LogBudget budget() {
    return budget;
  }

  /** Says in one line each what was kept back of the log. Any thread. */
  void settle() {
    budget.settle();
    datagrams.settle();
  }

  /** Opens what is closed, moves what is elsewhere. Blocks for the sockets. */
  void reconcile() throws InterruptedException {
    String found = "";
    try {
      NetworkInterface iface = NetworkInterface.getByName(plan.iface());
      if (iface == null || !iface.isUp()) {
        found = "there is no interface " + plan.iface() + ", or it is down";
        close();
      } else {
        found = open(iface);
      }
    } catch (SocketException | UnknownHostException e) {
      found = plan.iface() + ": " + e.getMessage();
    }
    if (!found.isEmpty() && !found.equals(fault)) {
      LOG.error("{}: {}", this, found);
    }
    fault = found;
  }

  private String open(NetworkInterface iface)
      throws InterruptedException, SocketException, UnknownHostException {
    Inet6Address address = linkLocal(iface);
    if (address == null) {
      close();
      return plan.iface() + " has no link-local IPv6 address";
    }
    Optional<Place> old = place;
    if (old.isPresent()
        && (!old.get().address().equals(address)
            || old.get().address().getScopeId() != address.getScopeId())) {
      LOG.info("{}: the address has changed to {}", this, address.getHostAddress());
      close();
    }
    if (!open(listening)) {
      String problem = listen(iface, address);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return open(discovering) ? "" : discover(iface, address);
  }

  private static boolean open(Channel channel) {
    return channel != null && channel.isOpen();
  }

  private static Inet6Address linkLocal(NetworkInterface iface)
      throws SocketException, UnknownHostException {
    if (iface.isLoopback()) {
      return iface
          .inetAddresses()
          .filter(Inet6Address.class::isInstance)
          .map(Inet6Address.class::cast)
          .filter(InetAddress::isLoopbackAddress)
          .findFirst()
          .orElse(null);
    }
    for (InetAddress each : (Iterable<InetAddress>) () -> iface.getInetAddresses().asIterator()) {
      if (each instanceof Inet6Address six && six.isLinkLocalAddress()) {
        return Inet6Address.getByAddress(null, six.getAddress(), iface);
      }
    }
    return null;
  }

  private String listen(NetworkInterface iface, Inet6Address address) throws InterruptedException {
    ChannelFuture binding =
        new ServerBootstrap()
            .group(loop, loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.RCVBUF_ALLOCATOR, portions())
            .childHandler(entrance())
            .bind(new InetSocketAddress(address, plan.port()));
    if (!done(binding)) {
      return "TCP port " + plan.port() + " " + refusal(binding);
    }
    listening = binding.channel();
    int port = ((InetSocketAddress) binding.channel().localAddress()).getPort();
    place = Optional.of(new Place(iface, address, port));
    LOG.info("{}: vehicles connect to {} port {}", this, address.getHostAddress(), port);
    return "";
  }

  /**
   * A vehicle that pours in bytes, be they records of TLS that cost more than they weigh, has this
   * much read in a turn; then the others of the loop have theirs.
   */
  private static RecvByteBufAllocator portions() {
    return new FixedRecvByteBufAllocator(PORTION).maxMessagesPerRead(1);
  }

  /**
   * A socket bound to the multicast address of one interface hears that interface alone, so that
   * each EVSE answers its own vehicle. The loopback interface knows no multicast.
   */
  private String discover(NetworkInterface iface, Inet6Address address)
      throws InterruptedException, SocketException, UnknownHostException {
    InetAddress group =
        Inet6Address.getByAddress(null, InetAddress.getByName("ff02::1").getAddress(), iface);
    boolean loopback = iface.isLoopback();
    ChannelFuture binding =
        new Bootstrap()
            .group(loop)
            .channelFactory(() -> new NioDatagramChannel(InternetProtocolFamily.IPv6))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.IP_MULTICAST_IF, iface)
            .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM))
            .handler(new Discovery(this, shared, datagrams))
            .bind(new InetSocketAddress(loopback ? address : group, plan.sdpPort()));
    if (!done(binding)) {
      return "UDP port " + plan.sdpPort() + " " + refusal(binding);
    }
    discovering = binding.channel();
    if (!loopback && binding.channel() instanceof NioDatagramChannel socket) {
      ChannelFuture joining = socket.joinGroup(new InetSocketAddress(group, plan.sdpPort()), iface);
      if (!done(joining)) {
        socket.close();
        return "multicast on " + plan.iface() + " " + refusal(joining);
      }
    }
    return "";
  }

  private static boolean done(ChannelFuture future) throws InterruptedException {
    return future.await(BIND_MS, TimeUnit.MILLISECONDS) && future.isSuccess();
  }

  private static String refusal(ChannelFuture failed) {
    String cause =
        failed.cause() == null ? "no answer" : String.valueOf(failed.cause().getMessage());
    return cause.contains("in use") ? "is in use" : "cannot be bound: " + cause;
  }

  private ChannelInitializer<Channel> entrance() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        TransportConfig config = shared.config().get();
        if (visitors >= config.limits().connections() && !makeWay(channel)) {
          budget.warn("{}: more than {} connections", Door.this, visitors);
          channel.close();
          return;
        }
        visitors++;
        channel.closeFuture().addListener(closed -> visitors--);
        int high = config.limits().writeQueueBytes();
        channel
            .config()
            .setOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high));
        Visitor visitor = new Visitor(Door.this, channel, shared);
        crowd.add(visitor);
        channel.closeFuture().addListener(closed -> crowd.remove(visitor));
        channel.pipeline().addLast(new FirstByte(visitor, shared)).addLast(visitor.frames());
      }
    };
  }

  private boolean makeWay(Channel newcomer) {
    InetAddress host = ((InetSocketAddress) newcomer.remoteAddress()).getAddress();
    Optional<Visitor> out = crowd.outgoing(host);
    out.ifPresent(
        visitor -> {
          budget.warn("{} has agreed on nothing and makes way", visitor.label());
          crowd.remove(visitor);
          visitor.hangUp();
        });
    return out.isPresent();
  }

  /** Accepts no more and answers no more; connections go on. */
  void close() {
    place = Optional.empty();
    for (Channel each : new Channel[] {discovering, listening}) {
      if (each != null) {
        each.close();
      }
    }
    listening = null;
    discovering = null;
  }

  /**
   * Whether a vehicle at that address may become the line. One that is connected already has lost
   * its connection and not told us: the new one replaces it. Event loop.
   */
  boolean admits(InetSocketAddress remote, Optional<TlsSession> tls) {
    Line old = line;
    if (old == null || old.isOf(remote, tls)) {
      return true;
    }
    budget.warn("{}: {} is refused, {} is connected", this, remote, old);
    return false;
  }

  /** Event loop. */
  void enter(Line newer, Visitor visitor) {
    crowd.remove(visitor);
    Line old = line;
    line = newer;
    if (old != null) {
      old.shut("", "replaced by a newer connection");
    }
  }

  /** Event loop. */
  void left(Line gone) {
    if (line == gone) {
      line = null;
    }
  }

  Optional<Line> line() {
    return Optional.ofNullable(line);
  }

  Optional<Place> place() {
    return place;
  }

  Optional<EvseUnit> unit() {
    return units.apply(plan.evse());
  }

  EvseId evse() {
    return plan.evse();
  }

  VehicleSwitchboard.Door state() {
    return new VehicleSwitchboard.Door(
        plan.evse(),
        plan.iface(),
        open(discovering) ? plan.sdpPort() : 0,
        place.map(Place::port).orElse(0),
        fault);
  }

  @Override
  public String toString() {
    return plan.evse() + "@" + plan.iface();
  }
}
