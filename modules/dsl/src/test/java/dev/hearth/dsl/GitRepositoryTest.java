package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitRepositoryTest {

    @ParameterizedTest
    @CsvSource({
        "https://git.home.arpa/me/home.git, git.home.arpa, 443",
        "https://git.home.arpa:3000/me/home.git, git.home.arpa, 3000",
        "https://me@git.home.arpa:8443/me/home.git, git.home.arpa, 8443",
        "http://192.168.10.5/home.git, 192.168.10.5, 80",
        "http://[fd00::5]:8080/home.git, [fd00::5], 8080",
        "https://git.home.arpa/a:90/home.git, git.home.arpa, 443",
        "ssh://git@git.home.arpa/me/home.git, git.home.arpa, 22",
        "ssh://git@git.home.arpa:2222/me/home.git, git.home.arpa, 2222",
        "git@git.home.arpa:me/home.git, git.home.arpa, 22",
        "git@git.home.arpa:2222/home.git, git.home.arpa, 22"
    })
    void knows_the_host_and_the_port_that_serve_it(String url, String host, int port) {
        GitRepository repository = new GitRepository(url, "main", "");

        assertThat(repository.host()).isEqualTo(host);
        assertThat(repository.port()).isEqualTo(port);
    }
}
