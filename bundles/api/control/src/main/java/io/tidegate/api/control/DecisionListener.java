package io.tidegate.api.control;

/**
 * Is told of decisions (whiteboard). Called by the publish thread; while a listener is slow, it
 * misses all but the newest.
 */
public interface DecisionListener {
  void decided(DecisionView view);
}
