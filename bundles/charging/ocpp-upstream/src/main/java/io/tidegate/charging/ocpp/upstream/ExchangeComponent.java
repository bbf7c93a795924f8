package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Relay;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.StateStore;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.SecretCodec;
import io.tidegate.api.site.SiteModel;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component: a {@link Relay} as soon as one upstream is configured, nothing before. */
@Component(name = "io.tidegate.charging.ocpp.upstream.exchange", service = Relay.class)
public final class ExchangeComponent implements Relay {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeComponent.class);

  private final AtomicReference<KeyRing> ring = new AtomicReference<>();
  private final AtomicReference<SecretCodec> secrets = new AtomicReference<>();
  private final AtomicReference<SiteModel> site = new AtomicReference<>();
  private final AtomicReference<SiteInbox> inbox = new AtomicReference<>();
  private final AtomicReference<SiteView> view = new AtomicReference<>();
  private final Map<UpstreamComponent, CompletionStage<Upstream>> running =
      new ConcurrentHashMap<>();
  private final Exchange exchange;

  @Activate
  public ExchangeComponent(@Reference StateStore store) {
    exchange =
        new Exchange(
            store,
            new Doorkey(
                () -> Optional.ofNullable(ring.get()), () -> Optional.ofNullable(secrets.get())),
            new Ceilings(
                () -> Optional.ofNullable(site.get()),
                () -> Optional.ofNullable(inbox.get()),
                InstantSource.system()),
            () -> Optional.ofNullable(view.get()).flatMap(SiteView::latest));
  }

  @Deactivate
  void deactivate() {
    exchange.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.AT_LEAST_ONE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindUpstream(UpstreamComponent component) {
    component.settings().ifPresent(settings -> begin(component, settings));
  }

  private void begin(UpstreamComponent component, UpstreamSettings settings) {
    CompletionStage<Upstream> upstream = exchange.add(settings);
    running.put(component, upstream);
    upstream.whenComplete(
        (now, failure) -> {
          component.running(now);
          if (failure != null) {
            LOG.error("Upstream {}: what was kept cannot be read", settings.name(), failure);
          }
        });
  }

  void updatedUpstream(UpstreamComponent component) {
    CompletionStage<Upstream> upstream = running.get(component);
    Optional<UpstreamSettings> settings = component.settings();
    if (upstream == null) {
      bindUpstream(component);
    } else if (settings.isPresent()) {
      upstream.thenAccept(
          now -> {
            if (settings.get().name().equals(now.name())) {
              exchange.change(now, settings.get());
            } else {
              exchange.remove(now);
              begin(component, settings.get());
            }
          });
    }
  }

  void unbindUpstream(UpstreamComponent component) {
    CompletionStage<Upstream> upstream = running.remove(component);
    if (upstream != null) {
      upstream.thenAccept(exchange::remove);
    }
    component.running(null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindRing(KeyRing newer) {
    ring.set(newer);
  }

  void unbindRing(KeyRing older) {
    ring.compareAndSet(older, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindSecrets(SecretCodec newer) {
    secrets.set(newer);
  }

  void unbindSecrets(SecretCodec older) {
    secrets.compareAndSet(older, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindSite(SiteModel newer) {
    site.set(newer);
  }

  void unbindSite(SiteModel older) {
    site.compareAndSet(older, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindInbox(SiteInbox newer) {
    inbox.set(newer);
  }

  void unbindInbox(SiteInbox older) {
    inbox.compareAndSet(older, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindView(SiteView newer) {
    view.set(newer);
  }

  void unbindView(SiteView older) {
    view.compareAndSet(older, null);
  }

  @Override
  public void opened(Mailbox mailbox) {
    exchange.opened(mailbox);
  }

  @Override
  public CompletionStage<Boolean> heard(Mailbox mailbox, String message) {
    return exchange.heard(mailbox, message);
  }

  @Override
  public CompletionStage<Optional<String>> answering(Mailbox mailbox, String frame) {
    return exchange.answering(mailbox, frame);
  }

  @Override
  public boolean ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    return exchange.ended(mailbox, call, fate);
  }

  @Override
  public void closed(Mailbox mailbox) {
    exchange.closed(mailbox);
  }
}
