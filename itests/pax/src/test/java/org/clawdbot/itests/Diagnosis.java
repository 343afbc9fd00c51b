package org.clawdbot.itests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says why something is not there: which bundles do not run and which components wait, and for what. */
final class Diagnosis {

    private final BundleContext context;

    Diagnosis(BundleContext context) {
        this.context = context;
    }

    /** Lists bundles that ought to run and do not, each with what the framework says when it is asked to start it. */
    List<String> idleBundles() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion() + ": " + whyIdle(bundle))
                .toList();
    }

    private static String whyIdle(Bundle bundle) {
        try {
            bundle.start();
            return "was only stopped";
        } catch (BundleException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Lists the components that would offer a service if they ran. */
    List<String> declaring(Class<?> type) {
        return components(runtime -> runtime.getComponentDescriptionDTOs().stream()
                .filter(each -> List.of(each.serviceInterfaces).contains(type.getName()))
                .map(each -> each.name));
    }

    /** Lists components that do not run, each with the references, the configuration or the failure it waits for. */
    List<String> idleComponents() {
        return components(
                runtime -> runtime.getComponentDescriptionDTOs().stream().flatMap(each -> whyIdle(runtime, each)));
    }

    private List<String> components(Function<ServiceComponentRuntime, Stream<String>> question) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        return reference == null
                ? List.of("no component at all: there is no ServiceComponentRuntime")
                : question.apply(context.getService(reference)).toList();
    }

    private static Stream<String> whyIdle(ServiceComponentRuntime runtime, ComponentDescriptionDTO component) {
        if (!runtime.isComponentEnabled(component)) {
            return Stream.of(component.name + ": disabled");
        }
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty()) {
            return Stream.of(component.name + ": no configuration " + String.join(", ", component.configurationPid));
        }
        return configurations.stream().flatMap(each -> whyIdle(component, each));
    }

    private static Stream<String> whyIdle(ComponentDescriptionDTO component, ComponentConfigurationDTO state) {
        List<String> reasons = new ArrayList<>();
        if (state.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
            reasons.add("no configuration " + String.join(", ", component.configurationPid));
        }
        for (UnsatisfiedReferenceDTO each : state.unsatisfiedReferences) {
            reasons.add("no " + interfaceName(component, each.name) + " for reference '" + each.name + "'"
                    + (each.target == null ? "" : " " + each.target));
        }
        if (state.failure != null) {
            reasons.add(state.failure.lines().limit(3).reduce("", (a, b) -> a + b.strip() + " "));
        }
        return reasons.stream().map(reason -> component.name + ": " + reason);
    }

    private static String interfaceName(ComponentDescriptionDTO component, String reference) {
        for (ReferenceDTO each : component.references) {
            if (each.name.equals(reference)) {
                return each.interfaceName;
            }
        }
        return "service";
    }

    @Override
    public String toString() {
        return "\nBundles that do not run: " + idleBundles() + "\nComponents that do not run: " + idleComponents();
    }
}
