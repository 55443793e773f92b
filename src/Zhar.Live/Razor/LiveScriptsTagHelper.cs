using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Zhar.Live;

/// <summary>What a Razor page with live views has once, in its head or at its end: the token against forged connections, the official client, and the script that starts it.</summary>
[HtmlTargetElement("live-scripts", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LiveScriptsTagHelper : TagHelper
{
    /// <summary>The page. Set by Razor.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <summary>The path of an ES module with the hooks and options of the page, as in <c>conn.LiveScripts</c>.</summary>
    public string? Hooks { get; set; }

    /// <summary>After how long without a WebSocket the page polls. Default 2.5 s.</summary>
    public TimeSpan? LongPollFallback { get; set; }

    /// <summary>The nonce of the application's own Content-Security-Policy, when it has one.</summary>
    public string? Nonce { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = null;
        output.Attributes.Clear();
        output.Content.SetHtmlContent(await LivePages.Scripts(ViewContext.HttpContext, Hooks, LongPollFallback, Nonce).ConfigureAwait(false));
    }
}
