namespace Zhar.Supervision;

/// <summary>Checks what one field alone cannot: ids against each other, and parts that exclude each other.</summary>
internal static class ChildSpecs
{
    internal static ChildSpecException? FirstFault(SupervisorSpec spec)
    {
        if (spec.Children.IsDefault)
            return new ChildSpecException(nameof(SupervisorSpec.Children), null, null, "Children is a default array. Make the spec with Supervisor.OneForOne(…).");
        if (spec.Strategy == Strategy.SimpleOneForOne)
            return FirstDynamicFault(spec);
        return FirstFault(spec.Children, spec.AutoShutdown);
    }

    internal static ChildSpecException? FirstFault(IEnumerable<ChildSpec> children, AutoShutdown autoShutdown)
    {
        var ids = new HashSet<object>();
        foreach (var child in children)
        {
            if (child is null)
                return new ChildSpecException(nameof(SupervisorSpec.Children), "null", null, "One of the children is null. Take each spec from its server: Counter.Child(0).");
            if (!ids.Add(child.Id))
                return DuplicateId(child);
            if (FirstFault(child, autoShutdown) is { } fault)
                return fault;
        }

        return null;
    }

    internal static ChildSpecException? FirstFault(ChildSpec child, AutoShutdown autoShutdown)
    {
        if (!child.Significant)
            return null;
        if (child.Restart == Restart.Permanent)
        {
            return new ChildSpecException(nameof(ChildSpec.Significant), child.Id, true, $"""
                The child '{child.Id}' is significant and permanent, but a permanent child never ends by itself.
                Make it transient, so that its normal end counts:

                    spec with {"{"} Significant = true, Restart = Restart.Transient {"}"}
                """);
        }

        return autoShutdown != AutoShutdown.Never ? null : new ChildSpecException(nameof(ChildSpec.Significant), child.Id, true, $"""
            The child '{child.Id}' is significant, but its supervisor never shuts down by itself.
            Say when it does:

                Supervisor.OneForOne(…) with {"{"} AutoShutdown = AutoShutdown.AnySignificant {"}"}
            """);
    }

    private static ChildSpecException? FirstDynamicFault(SupervisorSpec spec)
    {
        if (spec.AutoShutdown != AutoShutdown.Never)
        {
            return new ChildSpecException(nameof(SupervisorSpec.AutoShutdown), null, spec.AutoShutdown,
                $"AutoShutdown is {spec.AutoShutdown}, but a supervisor of dynamic children never shuts down by itself. Leave AutoShutdown out, or use another strategy.");
        }

        if (spec.Dynamic is not null)
            return null;
        return spec.Children is not [{ } template]
            ? new ChildSpecException(nameof(SupervisorSpec.Children), null, spec.Children.Length, $"SimpleOneForOne has one template for all its children, but got {spec.Children.Length}. Write Supervisor.SimpleOneForOne(Worker.Child()).")
            : FirstFault(template, AutoShutdown.Never);
    }

    private static ChildSpecException DuplicateId(ChildSpec child) => new(nameof(ChildSpec.Id), child.Id, child.Id, $"""
        Two children have the id '{child.Id}' (duplicate id). Ids are unique inside one supervisor.
        Give one of them its own:

            spec with {"{"} Id = "{child.Id}-2" {"}"}
        """);
}
