package org.clawdbot.shell.internal.framework;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Checks that our components, and those that use or offer our services, have what they need; names what they lack. */
@Component(name = "org.clawdbot.shell.components")
public final class ComponentsCheck implements SelfCheck {

    private static final String CAUSED_BY = "Caused by: ";

    private final ServiceComponentRuntime runtime;

    /**
     * Looks at the components of this framework.
     *
     * @param runtime knows them
     */
    @Activate
    public ComponentsCheck(
            @Reference(name = "runtime", policyOption = ReferencePolicyOption.GREEDY) ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public String topic() {
        return "parts";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        Collection<ComponentDescriptionDTO> all = runtime.getComponentDescriptionDTOs();
        List<Finding> findings = new ArrayList<>();
        Set<String> resting = new LinkedHashSet<>();
        int components = 0;
        for (ComponentDescriptionDTO component : all) {
            if (concerns(component)) {
                components++;
                check(component, all, findings, resting);
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(components + " components have what they need"
                    + (resting.isEmpty() ? "" : "; at rest without settings: " + String.join(", ", resting))));
        }
        return findings;
    }

    private void check(
            ComponentDescriptionDTO component,
            Collection<ComponentDescriptionDTO> all,
            List<Finding> findings,
            Set<String> resting) {
        if (!runtime.isComponentEnabled(component)) {
            findings.add(
                    Finding.warn("The component " + component.name + " is disabled", "scr:enable " + component.name));
            return;
        }
        for (ComponentConfigurationDTO instance : runtime.getComponentConfigurationDTOs(component)) {
            if (Relevance.isOurs(component.configurationPid[0])) {
                UnreadableSettings.of(component, instance)
                        .filter(finding -> !findings.contains(finding)) // two components may share a PID
                        .forEach(findings::add);
            }
            switch (instance.state) {
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> resting.add(component.name);
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    Stream.of(instance.unsatisfiedReferences)
                            .map(lacking -> waiting(component, lacking, all))
                            .forEach(findings::add);
                case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    findings.add(Finding.fail(
                            "The component " + component.name + " could not start: " + cause(instance.failure),
                            "Mend its settings (" + String.join(", ", component.configurationPid)
                                    + "); the log says more"));
                default -> {
                    // it works, or will when it is asked for
                }
            }
        }
    }

    private Finding waiting(
            ComponentDescriptionDTO component,
            UnsatisfiedReferenceDTO lacking,
            Collection<ComponentDescriptionDTO> all) {
        String service = Stream.of(component.references)
                .filter(reference -> reference.name.equals(lacking.name))
                .map((ReferenceDTO reference) -> reference.interfaceName)
                .findFirst()
                .orElse(lacking.name);
        String target = lacking.target == null ? "" : " with " + lacking.target;
        List<ComponentDescriptionDTO> offering = all.stream()
                .filter(other -> List.of(other.serviceInterfaces).contains(service))
                .toList();
        String message = "The component " + component.name + " waits for " + service + target + " (reference \""
                + lacking.name + "\")";
        if (lacking.targetServices.length > 0) {
            return Finding.fail(
                    message + "; there is one that it cannot have", "Restart " + component.bundle.symbolicName);
        }
        if (offering.isEmpty()) {
            return Finding.fail(
                    message + "; no component that is installed offers it", "Install a bundle that offers it");
        }
        List<String> reasons = offering.stream().map(this::reason).distinct().toList();
        return Finding.fail(message + ". " + String.join(". ", reasons), fix(offering));
    }

    /** Says why a component does not offer its service, or that it does not fit. */
    private String reason(ComponentDescriptionDTO offering) {
        if (!runtime.isComponentEnabled(offering)) {
            return offering.name + " would offer it, but is disabled";
        }
        Collection<ComponentConfigurationDTO> instances = runtime.getComponentConfigurationDTOs(offering);
        if (instances.isEmpty() || any(instances, ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION)) {
            return offering.name + " would offer it, but has no settings (PID "
                    + String.join(", ", offering.configurationPid) + ")";
        }
        if (any(instances, ComponentConfigurationDTO.FAILED_ACTIVATION)) {
            return offering.name + " would offer it, but could not start";
        }
        if (any(instances, ComponentConfigurationDTO.UNSATISFIED_REFERENCE)) {
            return offering.name + " would offer it, but waits itself";
        }
        return offering.name + " offers one that does not fit";
    }

    private String fix(List<ComponentDescriptionDTO> offering) {
        return offering.stream()
                .filter(component -> component.configurationPolicy.equals("require"))
                .filter(component -> runtime.getComponentConfigurationDTOs(component).stream()
                        .allMatch(instance -> instance.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION))
                .map(component -> "Configure the PID " + component.configurationPid[0])
                .findFirst()
                .orElse("Mend " + offering.get(0).name + " first");
    }

    private static boolean any(Collection<ComponentConfigurationDTO> instances, int state) {
        return instances.stream().anyMatch(instance -> instance.state == state);
    }

    private static boolean concerns(ComponentDescriptionDTO component) {
        return Relevance.isOurs(component.name)
                || Relevance.isOurs(component.bundle.symbolicName)
                || Relevance.anyOurs(component.serviceInterfaces)
                || Stream.of(component.references).anyMatch(reference -> Relevance.isOurs(reference.interfaceName));
    }

    /** The innermost cause: what is around it says that a constructor was called. */
    private static String cause(String failure) {
        return failure.lines()
                .filter(line -> line.startsWith(CAUSED_BY))
                .reduce((outer, inner) -> inner)
                .map(line -> line.substring(CAUSED_BY.length()))
                .or(() -> failure.lines().findFirst())
                .orElse("it did not say why");
    }
}
