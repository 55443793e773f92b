namespace Zhar;

/// <summary>A look at an application of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="State">What it does now.</param>
/// <param name="Type">What its end does to the node; counts while it runs.</param>
/// <param name="Top">Its top supervisor; the default value unless it runs.</param>
public sealed record ApplicationInfo(string Name, string Description, ApplicationState State, ApplicationType Type, Pid Top);
