import { RemoteConfig } from '../parts/remote-config.tsx'
import { Shadow } from '../parts/shadow.tsx'
import { Tags } from '../parts/tags.tsx'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { News } from '../parts/use-records.ts'

/** What the cloud keeps for a device: its tags, its shadow, the configuration of its product. */
export function DataPage({ device, news }: { device: DeviceDetail; news: News }) {
  return (
    <div class="grid-page">
      <Shadow device={device} news={news} />
      <div class="column">
        <RemoteConfig device={device} />
        <Tags device={device} />
      </div>
    </div>
  )
}
