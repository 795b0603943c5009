package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Unless told otherwise, the controller makes certificates in which neither subject nor issuer has a name. */
class NamelessCertificateTest {

    private static final String PEM = """
            -----BEGIN CERTIFICATE-----
            MIIC4TCCAcmgAwIBAgIUOyMLceqiLp3ZbhqyuQjA6zAbWsQwDQYJKoZIhvcNAQEL
            BQAwADAeFw0yNjExMjcwMTMyNDdaFw0zNjExMjQwMTMyNDdaMAAwggEiMA0GCSqG
            SIb3DQEBAQUAA4IBDwAwggEKAoIBAQCj4l3Wvgbq2QyWk8Gqhjn70phRALNLuem9
            K7BvUmCl84J2Y1WC/IheoBPKf1OdpvfQzF7Syzb6ENawoMalamaDuitfgCq8MxTo
            IRQsEZLb1SN2j4kQhoomanmSKLC9Dfctmj4SeRboYYGuh5tbryz0GZF4/XqilHtH
            +4Ci5wxOMpRSeA0rxaYYV8My4o0YffYW0AM5QBcp9V6xO/7JBlq5qGxkGI2Pq0lt
            6KarCilqKSV7y77KDbpg2MBgFEBZhb6q3VLCkEw0ZfE9SCe6ccddHQiNwkc3GMED
            t9nfw5efLRX/0hdz/ZH1rsjIo3i+MZx4UGD3QJ7CaL/ifqz/Hd1ZAgMBAAGjUzBR
            MB0GA1UdDgQWBBQfAOs/gjp9j5HDBnq4lUHvS6nVRzAfBgNVHSMEGDAWgBQfAOs/
            gjp9j5HDBnq4lUHvS6nVRzAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUA
            A4IBAQBhFPm0tEHER9bgNjrMLwGjgbbn1TGQvagyIkr4G9hHM4UyZnXEvWNMNUp6
            PYZaaVA8/BVb0lUC/0cIU5QXml/7YRT0YoMtKrouZlDpw50m5jIyHOwFB4iLxDun
            LEHjuvmRNuUUih+JFYA685iSs0J9zXj0CiVM6HBqgZlQk2Oaf3hlIQAH8NXwhjFL
            sWQ62xftfbbm5cr6KHgE9AxJvFK/0/+Of4SqrNqOiD/PyD2Q5zWXHOVYlvzanCXN
            89LwppXm4/p09QbKkodgcS6xsZfxeXvVuf0VLuRDgLYOo1D2gg4x5ljgDNSq3DAo
            J9lE112iXj5B1iHdvh2O6fKkVuBt
            -----END CERTIFICATE-----
            """;

    @Test
    void a_certificate_without_names_is_read() {
        assertThat(SealingCertificate.read(PEM.getBytes(UTF_8), "sealing.pem"))
                .singleElement()
                .extracting(SealingCertificate::pem)
                .isEqualTo(PEM);
    }
}
