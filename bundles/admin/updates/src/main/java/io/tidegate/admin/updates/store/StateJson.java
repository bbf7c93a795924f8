package io.tidegate.admin.updates.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The state as JSON and back. By hand: a mapper would keep classes of ours in static caches. */
final class StateJson {
  private static final int FORMAT = 1;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StateJson() {}

  static ObjectNode write(State state) {
    ObjectNode out = NODES.objectNode().put("format", FORMAT);
    out.set("releases", array(state.releases(), StateJson::inForce));
    out.set("removed", array(state.removed(), NODES::textNode));
    out.set("leftOut", array(state.leftOut(), NODES::textNode));
    state.errand().ifPresent(e -> out.set("order", errand(e)));
    out.set("history", array(state.history(), StateJson::view));
    return out;
  }

  static State read(JsonNode in) {
    if (in.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException("format is not " + FORMAT);
    }
    return new State(
        list(in.path("releases"), StateJson::inForce),
        list(in.path("removed"), JsonNode::asText),
        list(in.path("leftOut"), JsonNode::asText),
        in.has("order") ? Optional.of(errand(in.get("order"))) : Optional.empty(),
        list(in.path("history"), StateJson::view));
  }

  private static ObjectNode inForce(InForce in) {
    ObjectNode out = NODES.objectNode().put("highest", in.highest()).put("floor", in.floor());
    out.set("release", release(in.release()));
    out.set("before", release(in.before()));
    return out;
  }

  private static InForce inForce(JsonNode in) {
    return new InForce(
        release(in.path("release")),
        release(in.path("before")),
        in.path("highest").asLong(),
        in.path("floor").asLong());
  }

  private static ObjectNode release(Release in) {
    ObjectNode out =
        NODES
            .objectNode()
            .put("name", in.name())
            .put("version", in.version())
            .put("counter", in.counter())
            .put("minCounter", in.minCounter())
            .put("probationS", in.probationS());
    out.set("bundles", array(in.parts(), StateJson::part));
    out.set("features", array(in.features(), StateJson::feature));
    return out;
  }

  private static Release release(JsonNode in) {
    return new Release(
        text(in, "name"),
        text(in, "version"),
        in.path("counter").asLong(),
        in.path("minCounter").asLong(),
        in.path("probationS").asInt(),
        list(in.path("bundles"), StateJson::part),
        list(in.path("features"), StateJson::feature));
  }

  private static ObjectNode feature(Release.Feature in) {
    ObjectNode out =
        NODES
            .objectNode()
            .put("name", in.name())
            .put("summary", in.summary())
            .put("fixed", in.fixed());
    out.set("bundles", array(in.bundles(), NODES::textNode));
    return out;
  }

  private static Release.Feature feature(JsonNode in) {
    return new Release.Feature(
        text(in, "name"),
        text(in, "summary"),
        in.path("fixed").asBoolean(),
        list(in.path("bundles"), JsonNode::asText));
  }

  private static ObjectNode before(Before in) {
    ObjectNode out = NODES.objectNode().put("deciding", in.deciding());
    out.set("critical", array(in.critical(), NODES::textNode));
    out.set("waiting", array(in.waiting(), NODES::textNode));
    out.set("stations", array(in.stations(), NODES::textNode));
    out.set("offers", array(in.offers(), StateJson::offer));
    out.set("configurations", array(in.configurations(), NODES::textNode));
    out.set("coming", array(in.coming(), NODES::textNode));
    out.set("answers", array(in.answers(), NODES::textNode));
    out.set("bonds", array(in.bonds(), StateJson::bond));
    out.set("doors", array(in.doors(), StateJson::door));
    out.set("posts", array(in.posts(), StateJson::post));
    out.set("readings", array(in.readings(), StateJson::reading));
    return out;
  }

  private static Before before(JsonNode in) {
    return new Before(
        list(in.path("critical"), JsonNode::asText),
        list(in.path("waiting"), JsonNode::asText),
        list(in.path("stations"), JsonNode::asText),
        in.path("deciding").asBoolean(),
        list(in.path("offers"), StateJson::offer),
        list(in.path("configurations"), JsonNode::asText),
        list(in.path("coming"), JsonNode::asText),
        list(in.path("answers"), JsonNode::asText),
        list(in.path("bonds"), StateJson::bond),
        list(in.path("doors"), StateJson::door),
        list(in.path("posts"), StateJson::post),
        list(in.path("readings"), StateJson::reading));
  }

  private static ObjectNode post(Before.Post in) {
    return NODES
        .objectNode()
        .put("bundle", in.bundle())
        .put("location", in.location())
        .put("level", in.level());
  }

  private static Before.Post post(JsonNode in) {
    return new Before.Post(text(in, "bundle"), text(in, "location"), in.path("level").asInt());
  }

  private static ObjectNode reading(Before.Reading in) {
    return NODES
        .objectNode()
        .put("bundle", in.bundle())
        .put("version", in.version())
        .put("pid", in.pid());
  }

  private static Before.Reading reading(JsonNode in) {
    return new Before.Reading(text(in, "bundle"), text(in, "version"), text(in, "pid"));
  }

  private static ObjectNode bond(Before.Bond in) {
    ObjectNode out =
        NODES
            .objectNode()
            .put("bundle", in.bundle())
            .put("version", in.version())
            .put("component", in.component())
            .put("type", in.type())
            .put("target", in.target());
    out.set("providers", array(in.providers(), NODES::textNode));
    return out;
  }

  private static Before.Bond bond(JsonNode in) {
    return new Before.Bond(
        text(in, "bundle"),
        text(in, "version"),
        text(in, "component"),
        text(in, "type"),
        text(in, "target"),
        list(in.path("providers"), JsonNode::asText));
  }

  private static ObjectNode door(Before.Door in) {
    return NODES
        .objectNode()
        .put("kind", in.kind())
        .put("path", in.path())
        .put("bundle", in.bundle())
        .put("version", in.version())
        .put("status", in.status());
  }

  private static Before.Door door(JsonNode in) {
    return new Before.Door(
        text(in, "kind"),
        text(in, "path"),
        text(in, "bundle"),
        text(in, "version"),
        in.path("status").asInt());
  }

  private static ObjectNode offer(Before.Offer in) {
    ObjectNode out = NODES.objectNode().put("bundle", in.bundle()).put("version", in.version());
    out.set("checks", array(in.checks(), NODES::textNode));
    ArrayNode services = out.putArray("services");
    in.services()
        .forEach(s -> services.addObject().put("type", s.type()).put("all", s.everywhere()));
    return out;
  }

  private static Before.Offer offer(JsonNode in) {
    return new Before.Offer(
        text(in, "bundle"),
        text(in, "version"),
        list(in.path("checks"), JsonNode::asText),
        list(in.path("services"), n -> new Before.Service(text(n, "type"), n.path("all").asInt())));
  }

  private static ObjectNode part(Part in) {
    return NODES
        .objectNode()
        .put("symbolicName", in.symbolicName())
        .put("version", in.version())
        .put("sha256", in.sha256())
        .put("level", in.level())
        .put("update", in.kind().text());
  }

  private static Part part(JsonNode in) {
    return new Part(
        text(in, "symbolicName"),
        text(in, "version"),
        text(in, "sha256"),
        in.path("level").asInt(),
        Kind.of(text(in, "update")));
  }

  private static ObjectNode errand(Errand in) {
    ObjectNode out =
        NODES
            .objectNode()
            .put("boot", in.boot())
            .put("trials", in.trials())
            .put("approved", in.approved())
            .put("touched", in.touched())
            .put("restarts", in.restarts());
    in.order().ifPresent(o -> out.set("given", order(o)));
    out.set("view", view(in.view()));
    in.wanted().ifPresent(w -> out.set("wanted", release(w)));
    in.features().ifPresent(f -> out.set("removed", array(f, NODES::textNode)));
    out.set("changes", array(in.changes(), StateJson::change));
    out.set("before", before(in.before()));
    if (!in.failure().isEmpty()) {
      out.put("failure", in.failure());
    }
    return out;
  }

  private static Errand errand(JsonNode in) {
    return new Errand(
        optional(in, "given", StateJson::order),
        view(in.path("view")),
        text(in, "boot"),
        optional(in, "wanted", StateJson::release),
        optional(in, "removed", n -> list(n, JsonNode::asText)),
        list(in.path("changes"), StateJson::change),
        before(in.path("before")),
        in.path("trials").asInt(),
        in.path("approved").asBoolean(),
        in.path("failure").asText());
  }

  private static ObjectNode change(Change in) {
    return NODES
        .objectNode()
        .put("symbolicName", in.symbolicName())
        .put("from", in.from())
        .put("to", in.to())
        .put("level", in.level())
        .put("update", in.kind().text());
  }

  private static Change change(JsonNode in) {
    return new Change(
        text(in, "symbolicName"),
        text(in, "from"),
        text(in, "to"),
        in.path("level").asInt(),
        Kind.of(text(in, "update")));
  }

  private static ObjectNode order(UpdateOrder in) {
    ObjectNode out =
        NODES
            .objectNode()
            .put("id", in.id())
            .put("giver", in.giver())
            .put("notBefore", in.notBefore().toString())
            .put("approval", in.approval())
            .put("disturb", in.disturb());
    if (in.from() instanceof ReleaseSource.OfUri uri) {
      out.put("uri", uri.uri().toString()).put("length", uri.length()).put("sha256", uri.sha256());
      ObjectNode headers = out.putObject("headers");
      new TreeMap<>(uri.headers()).forEach(headers::put);
    } else if (in.from() instanceof ReleaseSource.OfFile file) {
      out.put("file", file.file().toString());
    }
    return out;
  }

  private static UpdateOrder order(JsonNode in) {
    return new UpdateOrder(
        text(in, "id"),
        text(in, "giver"),
        source(in),
        Instant.parse(text(in, "notBefore")),
        in.path("approval").asBoolean(),
        in.path("disturb").asBoolean());
  }

  private static ReleaseSource source(JsonNode in) {
    if (in.has("file")) {
      return new ReleaseSource.OfFile(Path.of(text(in, "file")));
    }
    Map<String, String> headers = new TreeMap<>();
    fields(in.path("headers"), (key, value) -> headers.put(key, value.asText()));
    return new ReleaseSource.OfUri(
        URI.create(text(in, "uri")), headers, in.path("length").asLong(-1), text(in, "sha256"));
  }

  private static ObjectNode view(UpdateView in) {
    ObjectNode out =
        NODES
            .objectNode()
            .put("id", in.id())
            .put("giver", in.giver())
            .put("release", in.release())
            .put("version", in.version())
            .put("counter", in.counter())
            .put("step", in.step().name())
            .put("percent", in.percent())
            .put("code", in.code())
            .put("sentence", in.sentence())
            .put("approvable", in.approvable());
    ArrayNode steps = out.putArray("steps");
    in.steps()
        .forEach(
            done -> steps.addObject().put("step", done.step().name()).put("at", "" + done.at()));
    in.before().ifPresent(takes -> out.set("before", resources(takes)));
    in.after().ifPresent(takes -> out.set("after", resources(takes)));
    return out;
  }

  private static ObjectNode resources(UpdateView.Resources in) {
    return NODES
        .objectNode()
        .put("startLevel", in.startLevel())
        .put("bundles", in.bundles())
        .put("threads", in.threads())
        .put("classes", in.classes())
        .put("heapBytes", in.heapBytes())
        .put("classBytes", in.classBytes());
  }

  private static UpdateView.Resources resources(JsonNode in) {
    return new UpdateView.Resources(
        in.path("startLevel").asInt(),
        in.path("bundles").asInt(),
        in.path("threads").asInt(),
        in.path("classes").asInt(),
        in.path("heapBytes").asLong(),
        in.path("classBytes").asLong());
  }

  private static UpdateView view(JsonNode in) {
    return new UpdateView(
        text(in, "id"),
        text(in, "giver"),
        text(in, "release"),
        text(in, "version"),
        in.path("counter").asLong(),
        UpdateStep.valueOf(text(in, "step")),
        in.path("percent").asInt(),
        text(in, "code"),
        text(in, "sentence"),
        in.path("approvable").asBoolean(),
        list(
            in.path("steps"),
            n ->
                new UpdateView.Done(
                    UpdateStep.valueOf(text(n, "step")), Instant.parse(text(n, "at")))),
        optional(in, "before", StateJson::resources),
        optional(in, "after", StateJson::resources));
  }

  private static String text(JsonNode in, String field) {
    JsonNode value = in.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value.asText();
  }

  private static void fields(JsonNode in, BiConsumer<String, JsonNode> each) {
    in.properties().forEach(entry -> each.accept(entry.getKey(), entry.getValue()));
  }

  private static <T> Optional<T> optional(JsonNode in, String field, Function<JsonNode, T> each) {
    return in.has(field) ? Optional.of(each.apply(in.get(field))) : Optional.empty();
  }

  private static <T> ArrayNode array(List<T> in, Function<T, ? extends JsonNode> each) {
    ArrayNode out = NODES.arrayNode();
    in.forEach(value -> out.add(each.apply(value)));
    return out;
  }

  private static <T> List<T> list(JsonNode in, Function<JsonNode, T> each) {
    List<T> out = new ArrayList<>();
    in.forEach(node -> out.add(each.apply(node)));
    return out;
  }
}
