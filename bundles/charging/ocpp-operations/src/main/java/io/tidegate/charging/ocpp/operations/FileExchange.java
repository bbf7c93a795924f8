package io.tidegate.charging.ocpp.operations;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.timeout.IdleStateEvent;
import io.tidegate.charging.ocpp.operations.Tickets.Download;
import io.tidegate.charging.ocpp.operations.Tickets.Ticket;
import io.tidegate.charging.ocpp.operations.Tickets.Upload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One station's connection: GET and HEAD of a file, PUT and POST of one, by the token in the path.
 * Belongs to the connection's event loop. After an error the connection ends: what still comes of a
 * refused body is dropped for a few seconds.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class FileExchange extends SimpleChannelInboundHandler<HttpObject> {
  private static final Logger LOG = LoggerFactory.getLogger(FileExchange.class);
  private static final int STRANGER_SECONDS = 10;
  private static final int LINGER_SECONDS = 5;
  private static final int CHUNK = 16 * 1_024;

  private final Tickets tickets;
  private final LongSupplier freeBytes;
  private Incoming incoming;

  /** A file is on its way to the station; it asks for the next when it has this one. */
  private boolean sending;

  /** It has shown a token. */
  private boolean known;

  /** The request in hand was answered before its end. */
  private boolean refused;

  /**
   * @param freeBytes of the disk that no upload may take
   */
  FileExchange(Tickets tickets, LongSupplier freeBytes) {
    this.tickets = tickets;
    this.freeBytes = freeBytes;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext on, HttpObject message) throws IOException {
    if (refused) {
      return;
    }
    if (message instanceof HttpRequest request) {
      begin(on, request);
    }
    if (message instanceof HttpContent content && incoming != null && !refused) {
      take(on, content);
    }
  }

  private void begin(ChannelHandlerContext on, HttpRequest request) throws IOException {
    if (!request.decoderResult().isSuccess() || sending) {
      refuse(on, HttpResponseStatus.BAD_REQUEST);
      return;
    }
    Optional<Ticket> ticket = token(request.uri()).flatMap(tickets::of);
    HttpMethod method = request.method();
    known |= ticket.isPresent();
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    boolean writes = method.equals(HttpMethod.PUT) || method.equals(HttpMethod.POST);
    if (ticket.isEmpty()) {
      refuse(on, HttpResponseStatus.NOT_FOUND);
    } else if (reads && ticket.get() instanceof Download download) {
      send(on, request, download);
    } else if (writes && ticket.get() instanceof Upload upload) {
      receive(on, request, upload);
    } else {
      refuse(on, HttpResponseStatus.METHOD_NOT_ALLOWED);
    }
  }

  /** The first segment of the path; what stands behind it is for the station's eyes only. */
  private static Optional<String> token(String uri) {
    String path = uri.split("[?#]", 2)[0];
    String[] segments = path.split("/", -1);
    return segments.length >= 2 && segments.length <= 3
        ? Optional.of(segments[1])
        : Optional.empty();
  }

  private void send(ChannelHandlerContext on, HttpRequest request, Download download)
      throws IOException {
    FileChannel file;
    try {
      file = FileChannel.open(download.file(), StandardOpenOption.READ);
    } catch (IOException e) {
      LOG.error("{} cannot be served: {}", download.file(), e.toString());
      refuse(on, HttpResponseStatus.NOT_FOUND);
      return;
    }
    long size = file.size();
    Optional<Range> range = Range.of(request.headers().get(HttpHeaderNames.RANGE), size);
    if (range.isEmpty()) {
      file.close();
      refuse(on, HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
      return;
    }
    Range part = range.get();
    boolean whole = part.length() == size;
    HttpResponse answer =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1,
            whole ? HttpResponseStatus.OK : HttpResponseStatus.PARTIAL_CONTENT);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, part.length())
        .set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream")
        .set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
    if (!whole) {
      String where = "bytes " + part.from() + '-' + (part.from() + part.length() - 1) + '/' + size;
      answer.headers().set(HttpHeaderNames.CONTENT_RANGE, where);
    }
    boolean stays = HttpUtil.isKeepAlive(request);
    HttpUtil.setKeepAlive(answer, stays);
    on.write(answer);
    if (request.method().equals(HttpMethod.HEAD)) {
      file.close();
    } else {
      // the channel is closed with the write's end, whatever it is
      on.write(new ChunkedNioFile(file, part.from(), part.length(), CHUNK));
    }
    sending = true;
    var done = on.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    done.addListener(end -> sending = false);
    if (!stays) {
      done.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void receive(ChannelHandlerContext on, HttpRequest request, Upload upload) {
    if (HttpUtil.getContentLength(request, 0L) > upload.most()) {
      refuse(on, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    Optional<Incoming> begun;
    try {
      begun = Incoming.begin(upload, freeBytes.getAsLong());
    } catch (IOException e) {
      full(on, e);
      return;
    }
    if (begun.isEmpty()) {
      refuse(on, HttpResponseStatus.CONFLICT);
      return;
    }
    incoming = begun.get();
    if (HttpUtil.is100ContinueExpected(request)) {
      on.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private void take(ChannelHandlerContext on, HttpContent content) {
    try {
      if (!content.decoderResult().isSuccess()) {
        drop();
        refuse(on, HttpResponseStatus.BAD_REQUEST);
      } else if (!incoming.take(content.content())) {
        drop();
        refuse(on, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
      } else if (content instanceof LastHttpContent) {
        incoming.finish();
        incoming = null;
        answer(on, HttpResponseStatus.CREATED, false);
      }
    } catch (IOException e) {
      drop();
      full(on, e);
    }
  }

  private void full(ChannelHandlerContext on, IOException cause) {
    LOG.error("A station's upload cannot be kept: {}", cause.toString());
    refuse(on, HttpResponseStatus.INSUFFICIENT_STORAGE);
  }

  private void drop() {
    if (incoming != null) {
      incoming.abandon();
      incoming = null;
    }
  }

  private void refuse(ChannelHandlerContext on, HttpResponseStatus status) {
    refused = true;
    answer(on, status, true);
  }

  private static void answer(ChannelHandlerContext on, HttpResponseStatus status, boolean last) {
    var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
    if (last) {
      answer.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    var done = on.writeAndFlush(answer);
    if (last) {
      done.addListener(written -> leave(on));
    }
  }

  /** With a body still on its way, closing at once would take the answer back from the station. */
  private static void leave(ChannelHandlerContext on) {
    if (on.channel() instanceof DuplexChannel both && on.pipeline().get(SslHandler.class) == null) {
      both.shutdownOutput();
    }
    on.executor().schedule(() -> on.close(), LINGER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext on) {
    on.executor()
        .schedule(
            () -> {
              if (!known) {
                on.close();
              }
            },
            STRANGER_SECONDS,
            TimeUnit.SECONDS);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext on, Object event) {
    if (event instanceof IdleStateEvent) {
      on.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext on) {
    drop();
    on.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
    LOG.debug("A connection for files ends: {}", cause.toString());
    drop();
    on.close();
  }
}
