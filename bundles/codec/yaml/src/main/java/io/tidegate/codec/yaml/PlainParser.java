package io.tidegate.codec.yaml;

import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Refuses anchors, aliases and tags: an operator's file needs none of them, aliases can blow up in
 * memory, and tags ask for objects.
 */
final class PlainParser implements Parser {
  private final Parser parser;

  PlainParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return checked(parser.peekEvent());
  }

  @Override
  public Event getEvent() {
    return checked(parser.getEvent());
  }

  private static Event checked(Event event) {
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor() != null)) {
      throw new Refusal("anchors and aliases are not allowed here", event);
    }
    String tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
    if (tag != null) {
      throw new Refusal("tags are not allowed here", event);
    }
    return event;
  }

  private static final class Refusal extends MarkedYAMLException {
    private static final long serialVersionUID = 1L;

    Refusal(String problem, Event event) {
      super(null, null, problem, event.getStartMark());
    }
  }
}
