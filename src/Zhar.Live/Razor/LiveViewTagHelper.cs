using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Zhar.Live;

/// <summary>A live view at this place of a Razor page, as <c>&lt;component&gt;</c> is one of Blazor's. It sees the principal of the request as <c>Socket.User</c>, when it connects too.</summary>
/// <remarks>
/// <code>
/// @addTagHelper *, Zhar.Live
///
/// &lt;live-view type="typeof(SeatsLive)" id="seats" session-show="@Model.Show.Id" class="panel" /&gt;
/// &lt;live-scripts /&gt;
/// </code>
/// <para>The endpoint that connects it stands in the tree of <c>builder.AddZhar&lt;Application&gt;()</c> and is mounted: <c>app.MapZharEndpoint&lt;MyEndpoint&gt;("/zhar")</c>. Attributes
/// other than these go to the element around the view. Source: live_render/3.</para>
/// </remarks>
[HtmlTargetElement("live-view", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LiveViewTagHelper : TagHelper
{
    private const string SessionPrefix = "session-";

    /// <summary>The page. Set by Razor.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <summary>The class of the view: <c>typeof(SeatsLive)</c>.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicProperties)]
    public Type? Type { get; set; }

    /// <summary>The id of the element around it, which has to be there.</summary>
    public string? Id { get; set; }

    /// <summary>The element around it. Default <c>div</c>.</summary>
    public string Element { get; set; } = LiveContainer.Default.Tag;

    /// <summary>Values for its <c>Mount</c>, each as <c>session-name</c>; they travel through the browser, signed.</summary>
    [HtmlAttributeName("session", DictionaryAttributePrefix = SessionPrefix)]
    public IDictionary<string, string?> Session { get; set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (string.IsNullOrEmpty(Id))
            throw new InvalidOperationException("""A live view needs an id of its own in the page: <live-view type="typeof(SeatsLive)" id="seats" />.""");
        var attributes = output.Attributes.Select(static a => (a.Name, a.Value?.ToString() ?? "")).ToArray();
        var values = Session.Select(static v => (v.Key, (object?)v.Value)).ToArray();
        var view = await LivePages.Render(ViewContext.HttpContext, Definition(), Id, values, new LiveContainer(Element, attributes)).ConfigureAwait(false);
        output.TagName = null;
        output.Attributes.Clear();
        output.Content.SetHtmlContent(view);
    }

    // The one that generated code implements the interface with.
    private LiveDefinition Definition() =>
        Type?.GetProperties(BindingFlags.NonPublic | BindingFlags.Static).FirstOrDefault(static p => p.PropertyType == typeof(LiveDefinition))?.GetValue(null) as LiveDefinition
        ?? throw new InvalidOperationException($"""<live-view type="…"> takes the class of a live view, such as typeof(SeatsLive), and got {(Type is null ? "nothing" : Type.FullName)}.""");
}
