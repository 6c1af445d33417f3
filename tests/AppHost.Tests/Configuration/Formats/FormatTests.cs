using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Formats;

namespace AppHost.Tests.Configuration.Formats;

public sealed class FormatTests
{
    private static readonly ValueContext Context = new("/");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("5m", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("24d", 2_073_600_000)]
    public void Durations_are_read(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration, out _));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("30 s")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1,5s")]
    [InlineData("1.s")]
    [InlineData(".5s")]
    [InlineData("1.2.3s")]
    [InlineData("30S")]
    [InlineData("30sec")]
    [InlineData("25d")]
    [InlineData("1e9s")]
    [InlineData("99999999999999999999s")]
    [InlineData("NaN")]
    public void What_is_no_duration_gets_an_advice(string text)
    {
        Assert.False(DurationText.TryParse(text, out _, out var advice));
        Assert.NotEmpty(advice);
    }

    [Theory]
    [InlineData("90s", "90s")]
    [InlineData("120s", "2m")]
    [InlineData("1500ms", "1500ms")]
    [InlineData("48h", "2d")]
    [InlineData("0", "0s")]
    public void Durations_are_shown_in_the_largest_unit_that_fits(string text, string shown) =>
        Assert.Equal(shown, DurationText.Show(DurationText.Parse(text)));

    [Theory]
    [InlineData("1s-3s", 1, 3)]
    [InlineData("1s..3s", 1, 3)]
    [InlineData("1s - 3s", 1, 3)]
    [InlineData("2s", 2, 2)]
    public void Ranges_are_read(string text, int min, int max) =>
        Assert.Equal(
            new DurationRange(TimeSpan.FromSeconds(min), TimeSpan.FromSeconds(max)),
            new DurationRangeAttribute().Parse(text, Context).Value);

    [Theory]
    [InlineData("-3s")]
    [InlineData("1s-")]
    [InlineData("1s-2s-3s")]
    [InlineData("0s-1s")]
    [InlineData("1-3s")]
    public void What_is_no_range_is_refused(string text) => Assert.NotNull(new DurationRangeAttribute().Parse(text, Context).Problem);

    [Theory]
    [InlineData("1B", 1)]
    [InlineData("1KB", 1_000)]
    [InlineData("1KiB", 1_024)]
    [InlineData("1kib", 1_024)]
    [InlineData("30MB", 30_000_000)]
    [InlineData("1.5MiB", 1_572_864)]
    [InlineData("2GiB", 2_147_483_648)]
    public void Sizes_are_read(string text, long bytes) => Assert.Equal(bytes, new SizeAttribute("1B", "8GiB").Parse(text, Context).Value);

    [Theory]
    [InlineData("", "write a number and a unit")]
    [InlineData("12", "a unit is missing: write 12B or 12KiB")]
    [InlineData("12K", "write 12KiB")]
    [InlineData("-1KiB", "write a number and a unit")]
    [InlineData("0B", "write 1B or more")]
    [InlineData("9GiB", "write 8GiB or less")]
    [InlineData("99999999999999999999GiB", "write")]
    [InlineData("99999999999999GiB", "write 8GiB or less")]
    public void What_is_no_size_gets_an_advice(string text, string advice) =>
        Assert.Contains(advice, new SizeAttribute("1B", "8GiB").Parse(text, Context).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("10", 10)]
    [InlineData("AUTO", null)]
    public void Integers_are_read(string text, int? number) =>
        Assert.Equal(number, new IntegerAttribute(1, 10) { Or = "auto" }.Parse(text, Context).Value);

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("1.5")]
    [InlineData("0x5")]
    [InlineData("99999999999999999999999")]
    [InlineData("auto")]
    public void Other_integers_are_refused(string text) => Assert.NotNull(new IntegerAttribute(1, 10).Parse(text, Context).Problem);

    [Theory]
    [InlineData("4:16", 4, 16)]
    [InlineData("8", 8, 8)]
    public void Threads_are_read(string text, int min, int max) =>
        Assert.Equal(new ThreadRange(min, max), new ThreadsAttribute().Parse(text, Context).Value);

    [Theory]
    [InlineData("4:")]
    [InlineData(":4")]
    [InlineData("4-16")]
    [InlineData("1:2:3")]
    [InlineData("1:1025")]
    [InlineData("-1:4")]
    public void Other_threads_are_refused(string text) => Assert.NotNull(new ThreadsAttribute().Parse(text, Context).Problem);

    [Theory]
    [InlineData("25%", 1, 1)]
    [InlineData("25%", 4, 1)]
    [InlineData("25%", 5, 2)]
    [InlineData("100 %", 8, 8)]
    [InlineData("3", 2, 3)]
    public void Surge_is_a_number_or_a_share(string text, int workers, int expected) =>
        Assert.Equal(expected, ((Surge)new SurgeAttribute().Parse(text, Context).Value!).Of(workers));

    [Theory]
    [InlineData("101%")]
    [InlineData("0")]
    [InlineData("%")]
    [InlineData("half")]
    public void Other_surges_are_refused(string text) => Assert.NotNull(new SurgeAttribute().Parse(text, Context).Problem);

    [Theory]
    [InlineData("discard-oldest", QueuePolicy.DiscardOldest)]
    [InlineData("Caller-Runs", QueuePolicy.CallerRuns)]
    public void Choices_are_spelled_with_dashes(string text, QueuePolicy policy) =>
        Assert.Equal(policy, new ChoiceAttribute(typeof(QueuePolicy)).Parse(text, Context).Value);

    [Theory]
    [InlineData("1")]
    [InlineData("DiscardOldest")]
    [InlineData("")]
    public void Other_spellings_are_refused(string text) =>
        Assert.NotNull(new ChoiceAttribute(typeof(QueuePolicy)).Parse(text, Context).Problem);

    [Theory]
    [InlineData("sync", "sync")]
    [InlineData("Async", "async")]
    [InlineData("auto", null)]
    public void Worker_classes_are_read(string text, string? expected)
    {
        var parsed = new WorkerClassAttribute().Parse(text, Context);
        Assert.Null(parsed.Problem);
        Assert.Equal(expected, parsed.Value);
    }

    [Theory]
    [InlineData("My.Type")]
    [InlineData("My Type, a.dll")]
    [InlineData("My.Type, a.so")]
    [InlineData(", a.dll")]
    public void Other_worker_classes_are_refused(string text) => Assert.NotNull(new WorkerClassAttribute().Parse(text, Context).Problem);

    [Theory]
    [InlineData("A", true)]
    [InlineData("A.B+C", true)]
    [InlineData("Größe._x1", true)]
    [InlineData("", false)]
    [InlineData("1A", false)]
    [InlineData("A..B", false)]
    [InlineData("A.", false)]
    [InlineData("A;B", false)]
    public void Type_names_are_recognized(string text, bool expected) => Assert.Equal(expected, TypeNameAttribute.IsTypeName(text));

    [Theory]
    [InlineData("My App (1)", "My-App--1-")]
    [InlineData(".hidden", "hidden")]
    [InlineData("", "app")]
    public void A_files_name_becomes_a_hosts_name(string file, string name) => Assert.Equal(name, HostNameAttribute.FromFile(file));

    [Fact]
    public void Text_has_no_nul() => Assert.NotNull(new TextAttribute().Parse("a\0b", Context).Problem);

    [Theory]
    [InlineData("5 in 5m", 5, 300)]
    [InlineData("1 in 30s", 1, 30)]
    public void Breakers_are_read(string text, int failures, int seconds) =>
        Assert.Equal(new Breaker(failures, TimeSpan.FromSeconds(seconds)), new BreakerAttribute().Parse(text, Context).Value);

    [Theory]
    [InlineData("5")]
    [InlineData("5 in")]
    [InlineData("0 in 5m")]
    [InlineData("5 in 0s")]
    [InlineData("5 per 5m")]
    public void What_is_no_breaker_gets_an_advice(string text) => Assert.NotNull(new BreakerAttribute().Parse(text, Context).Problem);

    [Theory]
    [InlineData("GET /", "/")]
    [InlineData("/a?b=c", "/a?b=c")]
    [InlineData("POST /", null)]
    [InlineData("products", null)]
    [InlineData("GET /a b", null)]
    public void Warm_up_requests_are_read(string text, string? path) => Assert.Equal(path, new WarmUpAttribute().Parse(text, Context).Value);

    [Theory]
    [InlineData("03:30", true)]
    [InlineData("3:30", true)]
    [InlineData("24:00", false)]
    [InlineData("0330", false)]
    public void Times_of_day_are_read(string text, bool right) => Assert.Equal(right, new TimeOfDayAttribute().Parse(text, Context).Problem is null);

    [Theory]
    [InlineData("uploads", true)]
    [InlineData("data/*.db", true)]
    [InlineData("/etc", false)]
    [InlineData("a/../../b", false)]
    [InlineData("", false)]
    public void Shared_names_stay_in_the_release_folder(string text, bool right) =>
        Assert.Equal(right, new SharedNameAttribute().Parse(text, Context).Problem is null);

    [Theory]
    [InlineData("10%", 10)]
    [InlineData("0", 0)]
    [InlineData("101%", null)]
    [InlineData("ten", null)]
    public void Percentages_are_read(string text, int? percent) => Assert.Equal(percent, new PercentAttribute().Parse(text, Context).Value);

    [Theory]
    [InlineData("on", true)]
    [InlineData("No", false)]
    [InlineData("maybe", null)]
    public void Switches_are_read(string text, bool? value) => Assert.Equal(value, new SwitchAttribute("on").Parse(text, Context).Value);

    [Fact]
    public void A_size_may_be_left_to_the_host() =>
        Assert.Equal(default, new SizeAttribute("0B", "1GiB") { Or = "auto" }.Parse("auto", Context));
}
