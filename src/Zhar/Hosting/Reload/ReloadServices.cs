namespace Zhar.Reload;

/// <summary>The services of the node: those of the version that runs now. Processes that an application starts have theirs by inheritance; these are for the others.</summary>
internal sealed class ReloadServices : IServiceProvider
{
    private volatile IServiceProvider? _current;

    internal void Use(IServiceProvider? current) => _current = current;

    public object? GetService(Type serviceType) => _current?.GetService(serviceType);
}
