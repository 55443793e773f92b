using System.Reflection;

namespace Zhar.Cli.Names;

/// <summary>Types that a page of an application sees without asking: those of .NET's implicit usings and of Zhar. A schema of such a name is meant only where an alias says so.</summary>
internal static class LibraryNames
{
    /// <summary>The namespaces of <c>ImplicitUsings</c>.</summary>
    private static readonly string[] Namespaces = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] Assemblies = ["System.Runtime", "System.Collections", "System.Console", "System.Linq", "System.Net.Http", "System.Threading"];

    /// <summary>Public types of the namespaces Zhar, Zhar.Data, Zhar.Live and Zhar.Web whose name is one word.</summary>
    internal static IReadOnlyCollection<string> OfZhar { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Accepted", "Adapter", "Agent", "Aggregate", "Applications", "Arguments", "Assigns", "Association", "Atomics", "Attrs", "Autogenerate", "Backoff", "Broadcast", "Change", "Changeset",
        "Clause", "Constraint", "Controller", "Counters", "Dialect", "Down", "Dyn", "Exit", "Failure", "Field", "Flash", "Fn", "Form", "Html", "Ignored", "Js", "Many", "Markup", "Meta", "Metadata",
        "Multi", "Next", "Node", "Nulls", "Number", "Outcome", "Params", "Payload", "Pid", "Pipeline", "Presence", "Problem", "Process", "Query", "Refused", "Registry", "Repo", "Restart", "Router",
        "Sandbox", "Session", "Shutdown", "Socket", "Started", "Strategy", "Subscriber", "Subscribers", "Supervisor", "Sys", "Table", "Telemetry", "Token", "Transaction", "Unit", "Upload",
        "Validation", "Win", "Window", "Writable",
    };

    /// <summary>Whether a library has a type of this name too.</summary>
    internal static bool Has(string name) => OfZhar.Contains(name) || IsOfDotNet(name);

    /// <summary>Whether .NET has it in one of the namespaces that every file sees.</summary>
    internal static bool IsOfDotNet(string name) =>
        Assemblies.Select(Assembly.Load).Any(a => Namespaces.Any(n => a.GetType($"{n}.{name}") is { IsVisible: true }));
}
