package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.tidegate.api.connection.Peer;
import io.tidegate.charging.ocpp.transport.Admission.Applicant;
import io.tidegate.charging.ocpp.transport.Admission.Verdict;
import io.tidegate.charging.ocpp.transport.UpgradeRequest.Checked;
import io.tidegate.charging.ocpp.transport.UpgradeRequest.Unfit;
import io.tidegate.charging.ocpp.transport.UpgradeRequest.Wanted;
import io.tidegate.codec.websocket.deflate.Agreement;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an accepted socket to a WebSocket: one HTTP request within the handshake timeout, checked,
 * authenticated, answered. Reads nothing beyond it until it is decided. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Doorway extends ChannelInboundHandlerAdapter implements Lanes.Swept {
  /** Names of the handlers in the pipeline. */
  static final String TLS = "tls";

  static final String HTTP = "http";

  private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);
  private static final LogBudget BUDGET = new LogBudget(LOG);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_FLUSHES_HELD = 64;
  private static final int UNSUPPORTED = 1002;

  /** Handshake timeouts that a socket waits for its turn before it is given up. */
  private static final int TURNS_AWAITED = 3;

  private final Shared shared;
  private final Admission admission;
  private ChannelHandlerContext context;
  private Stage stage = Stage.WAITING;
  private long since = System.nanoTime();
  private boolean queued;

  private enum Stage {
    WAITING,
    DECIDING,
    UPGRADED,
    REFUSED
  }

  Doorway(Shared shared, Admission admission) {
    this.shared = shared;
    this.admission = admission;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    shared.lanes().add(added.channel().eventLoop(), this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    shared.lanes().remove(removed.channel().eventLoop(), this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    shared.lanes().remove(inactive.channel().eventLoop(), this);
    stage = Stage.REFUSED;
  }

  @Override
  public void sweep(long now) {
    long limit =
        stage == Stage.REFUSED ? LINGER_NANOS : shared.config().get().timing().handshakeNanos();
    if (queued) {
      limit *= TURNS_AWAITED;
    }
    if (now - since > limit) {
      if (stage != Stage.REFUSED) {
        BUDGET.info("handshake of {} timed out", context.channel().remoteAddress());
      }
      context.channel().close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ignored, Object input) {
    try {
      if (stage == Stage.WAITING && input instanceof HttpRequest request) {
        request(request);
      } else if (stage == Stage.WAITING || stage == Stage.DECIDING) {
        boolean empty = input instanceof HttpContent content && !content.content().isReadable();
        if (!empty) {
          refuse(Verdict.refused(HttpResponseStatus.BAD_REQUEST));
        }
      }
    } finally {
      ReferenceCountUtil.release(input);
    }
  }

  private void request(HttpRequest request) {
    Checked checked = UpgradeRequest.check(request, shared.config().get().address().path());
    if (checked instanceof Wanted wanted) {
      decide(wanted);
    } else if (checked instanceof Unfit unfit) {
      refuse(Verdict.refused(unfit.status()));
    }
  }

  private void decide(Wanted wanted) {
    stage = Stage.DECIDING;
    context.channel().config().setAutoRead(false);
    SslHandler tls = (SslHandler) context.pipeline().get(TLS);
    Applicant applicant =
        new Applicant(
            wanted.identity(),
            wanted.basic(),
            tls != null,
            Optional.ofNullable(tls).flatMap(StationCertificate::presented),
            remote());
    admission.decide(
        applicant, verdict -> context.executor().execute(() -> answer(wanted, verdict)));
  }

  private InetSocketAddress remote() {
    return (InetSocketAddress) context.channel().remoteAddress();
  }

  private void answer(Wanted wanted, Verdict verdict) {
    if (stage != Stage.DECIDING) {
      return;
    }
    if (!verdict.admitted()) {
      BUDGET.info("{} from {} refused: {}", wanted.identity(), remote(), verdict.status());
      refuse(verdict);
      return;
    }
    long now = System.nanoTime();
    long gap = shared.config().get().timing().dialectGapNanos();
    if (shared.rack().empty(now, gap)) {
      refuse(Verdict.later(HttpResponseStatus.SERVICE_UNAVAILABLE, 1));
      return;
    }
    upgrade(
        wanted,
        verdict,
        shared.rack().choose(admission.spoken(wanted.identity(), wanted.offered()), now, gap));
  }

  /** Without a common subprotocol the handshake completes and the socket is closed at once. */
  private void upgrade(Wanted wanted, Verdict verdict, Optional<String> subprotocol) {
    stage = Stage.UPGRADED;
    FullHttpResponse response = response(HttpResponseStatus.SWITCHING_PROTOCOLS);
    response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    response
        .headers()
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, UpgradeRequest.accept(wanted.key()));
    subprotocol.ifPresent(
        name -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, name));
    Optional<Agreement> agreed =
        shared.config().get().compression().offered()
            ? Agreement.chosen(wanted.extensions())
            : Optional.empty();
    agreed.ifPresent(a -> response.headers().set(Agreement.HEADER, a.response()));
    context.writeAndFlush(response);
    Peer peer =
        new Peer(
            wanted.identity(),
            shared.registry().nextNumber(),
            subprotocol.orElse(""),
            remote().getAddress().getHostAddress() + ":" + remote().getPort(),
            verdict.profile(),
            verdict.certificate().map(StationCertificate::commonName),
            verdict.expired());
    Connection connection = new Connection(peer, context.channel(), shared, agreed);
    ChannelPipeline pipeline = context.pipeline();
    FrameHandler frames = connection.frames();
    pipeline.addLast(new FlushConsolidationHandler(MOST_FLUSHES_HELD, false));
    pipeline.addLast(FrameHandler.DECODER, frames.decoder());
    pipeline.addLast(FrameHandler.NAME, frames);
    pipeline.remove(HTTP);
    pipeline.remove(this);
    if (subprotocol.isEmpty()) {
      shared.lanes().add(context.channel().eventLoop(), connection);
      connection.shut(UNSUPPORTED, "no common subprotocol");
      return;
    }
    LOG.info("{} connected from {} with {}", connection.label(), peer.remote(), peer.subprotocol());
    context.channel().config().setAutoRead(true);
    connection.begin(shared.registry().enter(connection));
  }

  private static FullHttpResponse response(HttpResponseStatus status) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
  }

  private void refuse(Verdict verdict) {
    if (stage == Stage.REFUSED) {
      return;
    }
    stage = Stage.REFUSED;
    since = System.nanoTime();
    FullHttpResponse response = response(verdict.status());
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (verdict.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    } else if (verdict.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"tidegate\"");
    }
    if (verdict.retryAfterS() > 0) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, verdict.retryAfterS());
    }
    Drain.before(context.pipeline(), HTTP);
    context
        .writeAndFlush(response)
        .addListener(
            done -> {
              if (context.pipeline().get(TLS) == null
                  && context.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              } else {
                context.close();
              }
            });
    context.channel().config().setAutoRead(true);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
    if (event instanceof SslHandshakeCompletionEvent tls && !tls.isSuccess()) {
      failed(TlsFailure.of(tls.cause()));
    } else if (event instanceof TurnKeeper.Turn turn) {
      queued = turn == TurnKeeper.Turn.QUEUED;
      since = System.nanoTime();
    }
    context.fireUserEventTriggered(event);
  }

  private void failed(TlsFailure failure) {
    BUDGET.warn("TLS_ERR_HANDSHAKE {}: {}", context.channel().remoteAddress(), failure.reason());
    failure
        .event()
        .ifPresent(
            type ->
                shared
                    .alarms()
                    .raise(type, "", context.channel().remoteAddress(), failure.reason()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
    LOG.debug("handshake of {} failed: {}", context.channel().remoteAddress(), cause.toString());
    context.channel().close();
  }
}
