package io.tidegate.codec.ocpp.json;

import java.util.Map;
import java.util.Set;

/**
 * A version of the protocol: what every payload may look like.
 *
 * @param version which one
 * @param objects by name
 * @param words enums by name
 * @param requests payload of each action's CALL
 * @param responses payload of each action's CALLRESULT
 * @param sends payload of each action's SEND
 * @param senders who may send each action
 */
record Table(
    Version version,
    Map<String, Type.Fields> objects,
    Map<String, Type.Words> words,
    Map<String, Type.Fields> requests,
    Map<String, Type.Fields> responses,
    Map<String, Type.Fields> sends,
    Map<String, Set<Side>> senders) {}
