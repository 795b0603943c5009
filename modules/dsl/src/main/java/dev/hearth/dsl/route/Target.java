package dev.hearth.dsl.route;

import dev.hearth.dsl.ServiceRef;

/** A path of a host and the service it leads to. */
record Target(Path path, ServiceRef service) {}
