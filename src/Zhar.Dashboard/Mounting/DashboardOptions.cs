using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>What a mounted dashboard shows, and where: set in <see cref="DashboardRoutes"/>.</summary>
public sealed class DashboardOptions
{
    /// <summary>Whether there is a dashboard in other environments than <c>Development</c>. Default false: its pages answer 404 there.</summary>
    /// <remarks>Set it only together with a policy, such as <c>s.LiveDashboard("/admin/dashboard", o => o.OutsideDevelopment = true).RequireAuthorization("admin")</c>.</remarks>
    public bool OutsideDevelopment { get; set; }

    /// <summary>Whether the page of a process shows its state, as <c>FormatStatus</c> gives it. Default: in development only.</summary>
    public bool? ShowState { get; set; }

    /// <summary>Parts of names whose values are never shown, in states and in the environment. Default: those that logs filter.</summary>
    public IReadOnlyList<string> FilterNames { get; set; } = new EndpointOptions().FilterParameters;

    /// <summary>Meters beside those of the library and of .NET whose instruments get charts: the application's own.</summary>
    public IReadOnlyList<string> Meters { get; set; } = [];
}
