package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.regex.RegularExpression;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Judges the values of a custom resource by its schema: everything but the rules in CEL. */
final class Judge {

    private final Schema schema;

    private Judge(Schema schema) {
        this.schema = schema;
    }

    private static final Lazy<SchemaRegistry> REGISTRY = Lazy.of(Judge::registry);

    /** The judge of a schema, with the formats that this minor version of Kubernetes checks. */
    static Judge of(Mapping schema, int minor) {
        return new Judge(REGISTRY.get().getSchema(CustomSchema.translate(schema, minor)));
    }

    private static SchemaRegistry registry() {
        Dialect.Builder dialect = Dialect.builder(Dialects.getDraft202012());
        Formats.all().forEach((name, check) -> dialect.format(new Checked(name, check)));
        return SchemaRegistry.withDialect(
                dialect.build(),
                builder -> builder.schemaCacheEnabled(false)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .locale(Locale.ROOT)
                                .preloadSchema(false)
                                .regularExpressionFactory(Judge::expression)
                                .build()));
    }

    private static RegularExpression expression(String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return text -> compiled.matcher(text).find();
        } catch (PatternSyntaxException e) {
            // A definition with such a pattern is refused itself: that is where it is told.
            return text -> true;
        }
    }

    private record Checked(String name, Predicate<String> check) implements Format {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String value) {
            return check.test(value);
        }
    }

    /** What the schema says against the object. */
    ImmutableList<Fault> faults(Mapping object) {
        List<Error> errors = schema.validate(JsonNodes.of(object));
        return errors.isEmpty() ? ImmutableList.of() : Complaints.of(new ArrayList<>(errors));
    }
}
