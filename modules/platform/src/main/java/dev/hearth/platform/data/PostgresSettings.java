package dev.hearth.platform.data;

import dev.hearth.dsl.Bytes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The server's configuration files. What they set exists in every PostgreSQL from 13 on.
 *
 * @see <a href="https://www.postgresql.org/docs/current/runtime-config.html">Server configuration</a>
 */
final class PostgresSettings {

    /** Where the files are. */
    static final String FOLDER = "/etc/postgresql";

    static final String SOCKETS = "/var/run/postgresql";

    /** What other settings of the component decide, or what its scripts count on. */
    private static final Set<String> FIXED = Set.of(
            "config_file",
            "data_directory",
            "hba_file",
            "listen_addresses",
            "max_connections",
            "password_encryption",
            "port",
            "ssl",
            "unix_socket_directories");

    private static final Pattern NAME = Pattern.compile("[a-z_]+(\\.[a-z_]+)?");
    private static final long MIB = 1L << 20;

    private PostgresSettings() {}

    static void check(String setting, String value) {
        if (!NAME.matcher(setting).matches()) {
            throw new IllegalArgumentException("'" + setting + "' is no setting of PostgreSQL; a name is of lower-case"
                    + " letters and '_', such as work_mem");
        }
        if (FIXED.contains(setting)) {
            throw new IllegalArgumentException(
                    "setting " + setting + " follows from the component; it cannot be '" + value + "'");
        }
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("the value of setting " + setting + " must be on one line");
        }
    }

    /** {@code postgresql.conf}: sizes follow from the memory, own settings win. */
    static String file(Bytes memory, Bytes storage, int maxConnections, Map<String, String> own) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("listen_addresses", "*");
        settings.put("port", Integer.toString(Postgres.PORT.number()));
        settings.put("unix_socket_directories", SOCKETS);
        settings.put("hba_file", FOLDER + "/pg_hba.conf");
        settings.put("max_connections", Integer.toString(maxConnections));
        settings.put("password_encryption", "scram-sha-256");
        settings.put("ssl", "off");
        settings.put("shared_buffers", share(memory, 4, 32));
        settings.put("effective_cache_size", share(memory, 2, 64));
        settings.put("maintenance_work_mem", share(memory, 16, 16));
        settings.put("work_mem", share(memory, 4L * maxConnections, 1));
        settings.put("max_wal_size", Math.max(96, Math.min(1024, storage.value() / 8 / MIB)) + "MB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("wal_compression", "on");
        settings.put("log_destination", "stderr");
        settings.put("logging_collector", "off");
        settings.put("log_line_prefix", "%m [%p] %q%u@%d ");
        settings.put("log_lock_waits", "on");
        settings.put("log_timezone", "UTC");
        settings.put("timezone", "UTC");
        settings.put("lc_messages", "C");
        settings.put("default_text_search_config", "pg_catalog.english");
        settings.putAll(own);
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
    }

    private static String share(Bytes memory, long parts, long least) {
        return Math.max(least, memory.value() / parts / MIB) + "MB";
    }

    /** {@code pg_hba.conf}: within the pod whoever is the system's user postgres, from elsewhere by password alone. */
    static String access() {
        return """
                local all all peer
                host all all all scram-sha-256
                """;
    }
}
