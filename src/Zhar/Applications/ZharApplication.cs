using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar;

/// <summary>A program or a part of one that starts and stops as a whole: its services and its supervision tree. OTP's Application behaviour.</summary>
/// <example>
/// <code>
/// public sealed class Application : ZharApplication
/// {
///     protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddSingleton&lt;Prices&gt;();
///
///     protected override SupervisorSpec Start() => Supervisor.OneForOne(
///         Counter.Child(0) with { Name = Counter.Name },
///         DynamicSupervisor.Child("sessions"));
/// }
///
/// // Program.cs
/// return await ZharHost.Run&lt;Application&gt;(args);
/// </code>
/// </example>
/// <remarks>
/// An existing host adds it with <c>builder.AddZhar&lt;Application&gt;()</c>. Stopping runs <see cref="PrepStop"/>, shuts the tree down in reverse order of
/// its start, then runs <see cref="Stop"/>. The class needs a constructor without parameters: it is made before there are services.
/// Source: OTP application, Elixir Application.
/// </remarks>
public abstract class ZharApplication
{
    /// <summary>The name, the dependencies and the defaults.</summary>
    internal ApplicationDefinition Definition
    {
        get
        {
            if (field is null)
            {
                var definition = new ApplicationDefinition(GetType().FullName ?? GetType().Name);
                Define(definition);
                field = definition;
            }

            return field;
        }
    }

    /// <summary>Names the application, its dependencies and the defaults of its environment. The default: the class's name and nothing else.</summary>
    protected virtual void Define(ApplicationDefinition definition)
    {
    }

    /// <summary>Adds the application's services. Runs once, before the container is built.</summary>
    protected virtual void Configure(IServiceCollection services, IConfiguration config)
    {
    }

    /// <summary>Registers the clients of the application's servers. Overridden by the generator when the class is <c>partial</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual void ConfigureServers(IServiceCollection services)
    {
    }

    /// <summary>Says what runs. Called in a process of the application, with its dependencies running.</summary>
    /// <exception cref="ProcessExitException">Throw it, by <c>Process.Exit(reason)</c>, to refuse the start with a reason.</exception>
    protected abstract SupervisorSpec Start();

    /// <summary>Runs before the tree is shut down, while it still works. Source: OTP prep_stop/1.</summary>
    protected virtual ValueTask PrepStop() => default;

    /// <summary>Runs when the tree is gone. Source: OTP stop/1.</summary>
    protected virtual ValueTask Stop() => default;

    internal void CallConfigure(IServiceCollection services, IConfiguration config)
    {
        Configure(services, config);
        ConfigureServers(services);
    }

    internal SupervisorSpec CallStart() =>
        Start() ?? throw new InvalidOperationException($"{GetType().Name}.Start returned null. Return a tree: Supervisor.OneForOne(…).");

    internal ValueTask CallPrepStop() => PrepStop();

    internal ValueTask CallStop() => Stop();
}
