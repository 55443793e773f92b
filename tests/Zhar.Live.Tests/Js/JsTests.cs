using Zhar.Web;

namespace Zhar.Live.Tests;

public sealed class JsTests
{
    private static readonly EventRef Save = new("save");

    public static TheoryData<JsCommands, string> Commands => new()
    {
        { Js.Push(Save), """[["push",{"event":"save"}]]""" },
        {
            Js.Push(Save.With(("id", 7)), target: "#list", loading: JsTarget.Closest("li"), pageLoading: true, value: [("name", "Ada <3")]),
            """[["push",{"event":"save","target":"#list","loading":{"closest":"li"},"page_loading":true,"value":{"id":7,"name":"Ada <3"}}]]"""
        },
        { Js.Push(Save, LiveTarget.Component(3)), """[["push",{"event":"save","target":3}]]""" },
        { Js.Dispatch("app:copy", "#code"), """[["dispatch",{"event":"app:copy","to":"#code"}]]""" },
        {
            Js.Dispatch("app:copy", detail: [("n", 1.5m), ("all", new[] { 1, 2 }), ("in", new (string, object?)[] { ("x", null) })], bubbles: false, blocking: true),
            """[["dispatch",{"event":"app:copy","detail":{"n":1.5,"all":[1,2],"in":{"x":null}},"bubbles":false,"blocking":true}]]"""
        },
        {
            Js.Toggle("#menu", display: "flex", @in: "fade-in", @out: ("a b", "c", "d"), time: TimeSpan.FromMilliseconds(300)),
            """[["toggle",{"to":"#menu","display":"flex","ins":[["fade-in"],[],[]],"outs":[["a","b"],["c"],["d"]],"time":300}]]"""
        },
        { Js.Show(JsTarget.Inner(".body"), "fade", "grid", blocking: false), """[["show",{"to":{"inner":".body"},"display":"grid","transition":[["fade"],[],[]],"blocking":false}]]""" },
        { Js.Hide(), """[["hide",{}]]""" },
        { Js.AddClass("on  bold", "#a"), """[["add_class",{"names":["on","bold"],"to":"#a"}]]""" },
        { Js.RemoveClass("on", transition: "fade"), """[["remove_class",{"names":["on"],"transition":[["fade"],[],[]]}]]""" },
        { Js.ToggleClass("on", time: TimeSpan.FromSeconds(1)), """[["toggle_class",{"names":["on"],"time":1000}]]""" },
        { Js.Transition("shake", "#a"), """[["transition",{"transition":[["shake"],[],[]],"to":"#a"}]]""" },
        { Js.SetAttribute("aria-expanded", "true", "#b"), """[["set_attr",{"attr":["aria-expanded","true"],"to":"#b"}]]""" },
        { Js.RemoveAttribute("open"), """[["remove_attr",{"attr":"open"}]]""" },
        { Js.ToggleAttribute("open", "open"), """[["toggle_attr",{"attr":["open","open"]}]]""" },
        { Js.ToggleAttribute("aria-expanded", "true", "false"), """[["toggle_attr",{"attr":["aria-expanded","true","false"]}]]""" },
        { Js.IgnoreAttributes("open data-*"), """[["ignore_attrs",{"attrs":["open","data-*"]}]]""" },
        { Js.Focus("#a").FocusFirst("#b").PushFocus().PopFocus(), """[["focus",{"to":"#a"}],["focus_first",{"to":"#b"}],["push_focus",{}],["pop_focus",{}]]""" },
        { Js.Navigate("/a?b=c", replace: true), """[["navigate",{"href":"/a?b=c","replace":true}]]""" },
        { Js.Patch("/a"), """[["patch",{"href":"/a"}]]""" },
        { Js.Exec("data-cancel", JsTarget.Closest("dialog")), """[["exec",{"attr":"data-cancel","to":{"closest":"dialog"}}]]""" },
        { Js.Hide("#a").Concat(Js.Show("#b")).Concat(null), """[["hide",{"to":"#a"}],["show",{"to":"#b"}]]""" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_the_json_that_the_client_reads(JsCommands commands, string json) => Assert.Equal(json, commands.ToString());

    [Fact]
    public void Commands_stand_in_an_attribute_escaped()
    {
        Html html = $"""<button phx-click="{Js.Push(Save, value: [("q", "\"'&")])}">x</button>""";

        Assert.Equal("""<button phx-click="[[&quot;push&quot;,{&quot;event&quot;:&quot;save&quot;,&quot;value&quot;:{&quot;q&quot;:&quot;\&quot;&#39;&amp;&quot;}}]]">x</button>""", html.ToString());
    }

    [Fact]
    public void No_commands_leave_the_attribute_out()
    {
        Html html = $"""<button phx-click="{Js.None}">x</button>""";

        Assert.Equal("<button>x</button>", html.ToString());
    }

    [Fact]
    public void Equal_commands_are_equal_values()
    {
        Assert.Equal(Js.Hide("#a").Focus(), Js.Hide("#a").Focus());
        Assert.NotEqual(Js.Hide("#a"), Js.Hide("#b"));
    }

    [Fact]
    public void A_value_without_a_json_form_is_refused_with_what_to_use_instead()
    {
        var error = Assert.Throws<ArgumentException>(() => Js.Push(Save, value: [("at", new object())]));

        Assert.Contains("System.Object cannot go with a command. Use text, numbers", error.Message);
    }
}
