package org.clawdbot.shell.internal.framework;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.util.promise.Promise;

/** Components as a test describes them. */
final class FakeRuntime implements ServiceComponentRuntime {

    private final List<ComponentDescriptionDTO> components = new ArrayList<>();
    private final Map<ComponentDescriptionDTO, ComponentConfigurationDTO> instances = new HashMap<>();
    private final List<ComponentDescriptionDTO> disabled = new ArrayList<>();

    ComponentConfigurationDTO component(String name, int state, String... services) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.name = name;
        description.bundle = new BundleDTO();
        description.bundle.symbolicName = name;
        description.serviceInterfaces = services;
        description.references = new ReferenceDTO[0];
        description.configurationPolicy = "optional";
        description.configurationPid = new String[] {name};
        description.properties = Map.of();
        ComponentConfigurationDTO instance = new ComponentConfigurationDTO();
        instance.description = description;
        instance.state = state;
        instance.properties = Map.of();
        instance.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
        components.add(description);
        instances.put(description, instance);
        return instance;
    }

    static void waitsFor(ComponentConfigurationDTO instance, String reference, String service, String target) {
        ReferenceDTO declared = new ReferenceDTO();
        declared.name = reference;
        declared.interfaceName = service;
        instance.description.references = new ReferenceDTO[] {declared};
        UnsatisfiedReferenceDTO lacking = new UnsatisfiedReferenceDTO();
        lacking.name = reference;
        lacking.target = target;
        lacking.targetServices = new ServiceReferenceDTO[0];
        instance.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {lacking};
        instance.state = ComponentConfigurationDTO.UNSATISFIED_REFERENCE;
    }

    void disable(ComponentConfigurationDTO instance) {
        disabled.add(instance.description);
    }

    @Override
    public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
        return components;
    }

    @Override
    public ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO description) {
        return List.of(instances.get(description));
    }

    @Override
    public boolean isComponentEnabled(ComponentDescriptionDTO description) {
        return !disabled.contains(description);
    }

    @Override
    public Promise<Void> enableComponent(ComponentDescriptionDTO description) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Promise<Void> disableComponent(ComponentDescriptionDTO description) {
        throw new UnsupportedOperationException();
    }
}
