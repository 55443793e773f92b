using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The applications, the operating system, the environment and what is loaded.</summary>
internal sealed partial class SystemLive : LiveView<SystemLive.Assigns>
{
    private static ImmutableArray<string> Prefixes => ["DOTNET_", "ASPNETCORE_", "ZHAR_"];
    private static ImmutableArray<string> Names => ["PORT", "HOST", "LANG", "TZ", "POOL_SIZE"];

    internal sealed record Assigns(DashboardContext Context, IReadOnlyList<ApplicationInfo> Applications, ImmutableArray<(string Name, string Value)> Variables, ImmutableArray<(string Name, string Version)> Assemblies);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "System";
        var context = DashboardContext.Of(Socket);
        return new(new Assigns(context, Node.Current.Applications.Loaded, Variables(context.Options.FilterNames), Assemblies()));
    }

    [Tick("00:00:01")] private void LookAgain()
    {
        if (State.Context.IsDue())
            State = State with { Applications = Node.Current.Applications.Loaded };
    }

    protected override Html Render(Assigns a) => $"""
        {Header($"System", $"Applications, the machine, and what is loaded.")}
        {Panel("Applications", If(a.Applications.Count == 0, () => Nothing("No application is loaded."), () => Table("applications", a.Applications, x => x.Name,
        [
            new("Name", x => Html.Text(x.Name)),
            new("Description", x => Html.Text(x.Description)),
            new("State", x => Badge(x.State.ToString().ToLowerInvariant(), x.State == ApplicationState.Running ? "good" : "")),
            new("Its end", x => Html.Text(x.Type.ToString().ToLowerInvariant())),
            new("Top supervisor", x => ProcessLink(a.Context, x.Top)),
        ])))}
        <div class="zd-columns">
          {Panel("Operating system", DataList(
            ("System", Html.Text(RuntimeInformation.OSDescription)),
            ("Architecture", Html.Text($"{RuntimeInformation.OSArchitecture} ({RuntimeInformation.RuntimeIdentifier})")),
            ("Processors", Html.Text(Format.Count(Environment.ProcessorCount))),
            ("Up", Html.Text(Format.Long(TimeSpan.FromMilliseconds(Environment.TickCount64)))),
            ("Memory for this program", Html.Text(Format.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes))),
            ("Page", Html.Text(Format.Bytes(Environment.SystemPageSize))),
            ("Time zone", Html.Text(TimeZoneInfo.Local.Id))))}
          {Panel("Environment", If(a.Variables.IsEmpty, () => Nothing("None of the variables that the library reads is set."), () => DataList([.. a.Variables.Select(static v => (v.Name, Html.Text(v.Value)))])))}
        </div>
        {Panel("Libraries", Table("assemblies", a.Assemblies, x => x.Name, [new("Name", x => Html.Text(x.Name)), new("Version", x => Html.Text(x.Version))]), id: "libraries")}
        """;

    /// <summary>The variables that this library, ASP.NET Core and .NET read. Others may hold anything.</summary>
    private static ImmutableArray<(string Name, string Value)> Variables(IReadOnlyList<string> secrets) =>
    [
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(static e => (Name: (string)e.Key, Value: (string?)e.Value ?? ""))
            .Where(static v => Names.Contains(v.Name) || Prefixes.Any(p => v.Name.StartsWith(p, StringComparison.Ordinal)))
            .Select(v => secrets.Any(s => v.Name.Contains(s, StringComparison.OrdinalIgnoreCase)) ? v with { Value = "[FILTERED]" } : v with { Value = v.Value.Length <= 200 ? v.Value : v.Value[..200] + "…" })
            .OrderBy(static v => v.Name, StringComparer.Ordinal),
    ];

    /// <summary>What is loaded beside .NET itself. A name may be loaded twice, in two contexts.</summary>
    private static ImmutableArray<(string Name, string Version)> Assemblies() =>
    [
        .. AppDomain.CurrentDomain.GetAssemblies()
            .Where(static x => !x.IsDynamic && x.GetName().Name is { } name && !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal) && name is not "netstandard" and not "mscorlib")
            .DistinctBy(static x => x.GetName().Name, StringComparer.Ordinal)
            .Select(static x => (x.GetName().Name ?? "", Version(x)))
            .OrderBy(static x => x.Item1, StringComparer.OrdinalIgnoreCase),
    ];

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "";
}
