package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.StationCertificates;
import io.tidegate.api.site.SiteModel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The parts of an engine that only a connected station needs, wired. Thread-safe. */
final class Workings implements AutoCloseable {
  private final Language language;
  private final Lines lines;
  private final Courier courier;
  private final SafeShares shares;
  private final FallbackAudit audit;
  private final Entrance entrance;
  private final Desires desires;
  private final Errands errands;
  private final Answers answers;
  private final Setpoints setpoints;
  private final Conversation conversation;
  private final Renewals renewals;

  /** What the engine keeps whether anybody is connected or not. */
  record Kept(
      Supplier<DialectSettings> settings,
      IdTokens tokens,
      Lines lines,
      Watchman watchman,
      Shortcomings shortcomings,
      Makes makes,
      AtomicReference<StationCertificates> authority,
      AtomicReference<OcspStatus> responders,
      Ears ears) {}

  Workings(Language language, Engine.Surroundings around, Kept kept) {
    this.language = language;
    SiteModel model = around.model();
    Makes makes = kept.makes;
    Supplier<DialectSettings> settings = kept.settings;
    Watchman watchman = kept.watchman;
    Shortcomings shortcomings = kept.shortcomings;
    lines = kept.lines;
    courier = new Courier(around.inbox());
    Later later = around.later();
    Calls calls =
        new Calls(
            language,
            settings,
            makes,
            new Reshaper(model),
            new Pacer(later, around.time(), this::unsent));
    shares =
        new SafeShares(
            new SafeShares.Parts(model, lines, calls, courier, later, around.time(), shortcomings));
    audit =
        new FallbackAudit(
            new FallbackAudit.Parts(model, lines, calls, shares, later, around.time(), settings));
    Certification certification = certification(around, calls, kept);
    OpenTransactions open = new OpenTransactions();
    Inquest inquest =
        new Inquest(
            new Inquest.Parts(
                model,
                lines,
                open,
                around.ledger(),
                calls,
                courier,
                later,
                around.time(),
                around.reader()));
    Units units = new Units(model, makes, shortcomings);
    Welcome welcome =
        new Welcome(
            language,
            model,
            calls,
            courier,
            shares,
            inquest,
            certification.renewals(),
            units,
            settings,
            kept.ears);
    LedgerNames names = new LedgerNames(around.store(), around.ledger(), around.reader());
    Acceptance acceptance =
        new Acceptance(
            around.store(),
            () -> {
              names.load();
              makes.load();
              open.load(around.ledger());
            },
            around.reader());
    entrance = new Entrance(model, acceptance, welcome, watchman, around.time(), settings, makes);
    desires = new Desires(calls);
    errands = new Errands(language, calls, shares);
    Permits permits = new Permits(model, language, calls);
    answers =
        new Answers(
            model,
            language,
            courier,
            shares,
            audit,
            inquest,
            desires,
            errands,
            certification,
            units);
    setpoints =
        new Setpoints(
            model,
            lines,
            calls,
            courier,
            new Phrasing(language, new SetpointWriter(model), settings),
            around.time());
    Authorisation authorisation = new Authorisation(kept.tokens, settings, kept.ears);
    Telemetry telemetry = new Telemetry(model, courier, around.time(), makes);
    SiteVoice voice = new SiteVoice(courier, permits);
    TransactionDesk transactions =
        new TransactionDesk(
            new TransactionDesk.Parts(
                model,
                around.ledger(),
                names,
                open,
                inquest,
                authorisation,
                kept.ears,
                telemetry,
                voice,
                watchman,
                around.time()));
    Reports reports =
        new Reports(model, courier, voice, telemetry, shares, inquest, permits, around.time());
    Reception reception =
        new Reception(
            language,
            entrance,
            transactions,
            reports,
            authorisation,
            certification,
            permits,
            new GridDesk(shortcomings),
            watchman,
            kept.ears,
            around.time());
    conversation = new Conversation(language, reception, answers, watchman, settings, makes);
    renewals = certification.renewals();
    if (kept.authority.get() != null) {
      renewals.look();
    }
  }

  private Certification certification(Engine.Surroundings around, Calls calls, Kept kept) {
    Renewals renewals =
        new Renewals(
            new Renewals.Parts(
                kept.authority,
                lines,
                calls,
                around.later(),
                around.time(),
                around.reader(),
                kept.shortcomings));
    SigningDesk signing =
        new SigningDesk(
            new SigningDesk.Parts(
                kept.authority,
                renewals,
                lines,
                calls,
                around.later(),
                around.time(),
                around.reader(),
                kept.watchman,
                kept.shortcomings));
    StatusDesk status =
        new StatusDesk(kept.responders, language.protocol().version(), around.time());
    return new Certification(kept.authority, kept.responders, renewals, signing, status);
  }

  private void unsent(Line line, OutboundCall call) {
    answers.ended(line, call, CallFate.NOT_SENT);
  }

  /** Who waits for this station's answer has waited in vain. */
  void abandon(Line line) {
    desires.abandon(line);
    errands.abandon(line);
  }

  /** The station's last connection has ended. */
  void gone(Line line) {
    shares.gone(line);
    audit.gone(line.station());
  }

  Language language() {
    return language;
  }

  Courier courier() {
    return courier;
  }

  Entrance entrance() {
    return entrance;
  }

  Desires desires() {
    return desires;
  }

  Errands errands() {
    return errands;
  }

  Answers answers() {
    return answers;
  }

  Setpoints setpoints() {
    return setpoints;
  }

  Conversation conversation() {
    return conversation;
  }

  Renewals renewals() {
    return renewals;
  }

  /** Nobody who waits is left without a word. */
  @Override
  public void close() {
    lines.all().forEach(this::abandon);
    courier.close();
  }
}
