package org.clawdbot.testkit.simulator.idp;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.clawdbot.testkit.simulator.http.Refusal;

/** The apps, in the order of registration. Thread safe. */
final class AppRegistry {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    private final List<App> apps = new CopyOnWriteArrayList<>();
    private final Clock clock;

    AppRegistry(Clock clock) {
        this.clock = clock;
    }

    App add(App app) {
        apps.add(app);
        return app;
    }

    synchronized App addIfNameIsFree(App app) {
        if (apps.stream().anyMatch(other -> other.name().equalsIgnoreCase(app.name()))) {
            throw new Refusal(409, "An application with this name already exists");
        }
        return add(app);
    }

    App withDefaults(RegisteredApp registration) {
        return new App(
                registration, IdpUser.SIMULATED, null, null, null, true, App.DEFAULT_LIFETIME_DAYS, List.of(), now());
    }

    Optional<App> find(String idOrClientId) {
        return apps.stream().filter(app -> app.is(idOrClientId)).findFirst();
    }

    Optional<App> ofClient(String clientId) {
        return apps.stream()
                .filter(app -> app.registration().clientId().equals(clientId))
                .findFirst();
    }

    List<App> all() {
        return List.copyOf(apps);
    }

    String now() {
        return TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
    }
}
