namespace Zhar.Web.Generators.Routing;

/// <summary>The file with the path helpers of a router: its text is all that later steps look at.</summary>
internal sealed record PathsModel(string HintName, string Text);
