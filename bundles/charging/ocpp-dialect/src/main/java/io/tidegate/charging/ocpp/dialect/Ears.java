package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.StationListener;
import io.tidegate.api.control.TokenBook;
import io.tidegate.api.control.TokenBook.Standing;
import io.tidegate.api.quantity.StationId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears what stations say; nobody need. What a listener does wrong harms no station. */
public final class Ears {
  private static final Logger LOG = LoggerFactory.getLogger(Ears.class);
  private static final long LONGEST_SECONDS = 20;
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final List<StationListener> listeners = new CopyOnWriteArrayList<>();

  private final List<TokenBook> books = new CopyOnWriteArrayList<>();

  /** Somebody listens from now on. */
  public void bind(StationListener listener) {
    listeners.add(listener);
  }

  public void unbind(StationListener listener) {
    listeners.remove(listener);
  }

  /** Somebody knows more of tokens from now on; the first who does decides. */
  public void bind(TokenBook book) {
    books.add(book);
  }

  public void unbind(TokenBook book) {
    books.remove(book);
  }

  Optional<Standing> standing(
      StationId station, int evse, String token, String type, OptionalInt reservation) {
    for (TokenBook book : books) {
      try {
        Optional<Standing> known = book.standing(station, evse, token, type, reservation);
        if (known.isPresent()) {
          return known;
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.error("A token of station {} could not be looked up", station, e);
      }
    }
    return Optional.empty();
  }

  /** A transaction has begun on a reservation. */
  void used(StationId station, int reservation) {
    for (TokenBook book : books) {
      try {
        book.used(station, reservation);
      } catch (RuntimeException | LinkageError e) {
        LOG.error("Reservation {} of station {} stays", reservation, station, e);
      }
    }
  }

  void accepted(StationId station, boolean booted) {
    for (StationListener listener : listeners) {
      try {
        listener.accepted(station, booted);
      } catch (RuntimeException | LinkageError e) {
        LOG.error("A listener failed when station {} was accepted", station, e);
      }
    }
  }

  /** Completes when everybody has heard it, or has had the time to. */
  CompletionStage<Void> said(StationId station, Heard heard) {
    CompletionStage<Void> all = DONE;
    for (StationListener listener : listeners) {
      if (listener.wants(heard.call().action())) {
        CompletionStage<Void> one = tell(listener, station, heard);
        all = all.thenCompose(done -> one);
      }
    }
    return all;
  }

  private static CompletionStage<Void> tell(
      StationListener listener, StationId station, Heard heard) {
    String action = heard.call().action();
    try {
      return listener
          .said(station, action, heard.call().payload())
          .toCompletableFuture()
          .copy()
          .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
          .handle(
              (done, failure) -> {
                if (failure != null) {
                  LOG.error("{} of station {} went unheard", action, station, failure);
                }
                return null;
              });
    } catch (RuntimeException | LinkageError e) {
      LOG.error("{} of station {} went unheard", action, station, e);
      return DONE;
    }
  }
}
