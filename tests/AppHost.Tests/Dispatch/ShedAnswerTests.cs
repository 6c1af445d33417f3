using System.Globalization;
using AppHost.Worker.Dispatch;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.Dispatch;

public sealed class ShedAnswerTests
{
    [Fact]
    public void It_says_when_to_come_back_and_why()
    {
        HttpResponseFeature response = Write(new ShedAnswer(429, 2, 2), RejectReason.QueueTimeout);
        Assert.Equal(429, response.StatusCode);
        Assert.Equal("2", response.Headers.RetryAfter);
        Assert.Equal("queue-timeout", response.Headers[ShedAnswer.ReasonHeader]);
        Assert.Equal(0, response.Headers.ContentLength);
    }

    [Fact]
    public void The_time_to_come_back_differs_within_its_limits()
    {
        var answer = new ShedAnswer(503, 1, 5);
        int[] seconds = [.. Enumerable.Range(0, 500).Select(_ =>
            int.Parse(Write(answer, RejectReason.QueueFull).Headers.RetryAfter!, CultureInfo.InvariantCulture))];
        Assert.Equal([1, 2, 3, 4, 5], seconds.Distinct().Order());
    }

    [Fact]
    public void Each_reason_has_a_name_of_its_own()
    {
        RejectReason[] reasons = Enum.GetValues<RejectReason>();
        Assert.Equal(reasons.Length, reasons.Select(ShedAnswer.NameOf).Distinct().Count());
        Assert.All(reasons, reason => Assert.Matches("^[a-z]+(-[a-z]+)*$", ShedAnswer.NameOf(reason)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShedAnswer.NameOf((RejectReason)99));
    }

    private static HttpResponseFeature Write(ShedAnswer answer, RejectReason reason)
    {
        var response = new HttpResponseFeature();
        var features = new FeatureCollection();
        features.Set<IHttpResponseFeature>(response);
        answer.Write(features, reason);
        return response;
    }
}
