package dev.hearth.dsl.workload;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;

/** Where an environment variable has its value from. */
sealed interface Variable {

    record Plain(Value value) implements Variable {}

    record FromCredential(Credential.Key key) implements Variable {}

    record FromConfig(Config.Key key) implements Variable {}

    record FromField(String path) implements Variable {}

    record FromResource(String resource) implements Variable {}
}
